package io.github.spotifypipeline.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/**
 * The jq function {@code local_time}: an ISO 8601 instant as {@code YYYY-MM-DD HH:MM:SS} in the configured time zone;
 * null stays null.
 */
public final class LocalTimeFunction implements Function {

    private final DateTimeFormatter format;

    public LocalTimeFunction(ZoneId zone) {
        this.format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
    }

    @Override
    public void apply(Scope scope, List<Expression> args, JsonNode in, Path path, PathOutput output, Version version)
            throws JsonQueryException {
        output.emit(in.isNull() ? NullNode.getInstance() : TextNode.valueOf(local(in)), null);
    }

    private String local(JsonNode in) throws JsonQueryException {
        try {
            return format.format(Instant.parse(in.asText()));
        } catch (DateTimeException e) {
            throw new JsonQueryException("local_time: not a time in ISO 8601");
        }
    }
}
