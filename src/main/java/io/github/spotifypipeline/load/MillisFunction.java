package io.github.spotifypipeline.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** The jq function {@code millis}: an ISO 8601 instant as Unix milliseconds, so that a key has one spelling. */
public final class MillisFunction implements Function {

    @Override
    public void apply(Scope scope, List<Expression> args, JsonNode in, Path path, PathOutput output, Version version)
            throws JsonQueryException {
        try {
            output.emit(LongNode.valueOf(Instant.parse(in.asText()).toEpochMilli()), null);
        } catch (DateTimeException | ArithmeticException e) {
            throw new JsonQueryException("millis: not a time in ISO 8601");
        }
    }
}
