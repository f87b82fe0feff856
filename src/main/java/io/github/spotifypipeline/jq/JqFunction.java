package io.github.spotifypipeline.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** A jq function that makes one value of its input and of each combination of the values of its arguments. */
final class JqFunction implements Function {

    /** What it makes. */
    interface Value {
        JsonNode of(JsonNode in, JsonNode... arguments) throws JsonQueryException;
    }

    private final Value value;

    JqFunction(Value value) {
        this.value = value;
    }

    @Override
    public void apply(Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput output,
            Version version) throws JsonQueryException {
        apply(scope, arguments, in, output, new JsonNode[arguments.size()], arguments.size());
    }

    /** Computes the last argument in the outermost loop, as jq does. */
    private void apply(Scope scope, List<Expression> arguments, JsonNode in, PathOutput output, JsonNode[] values,
            int left) throws JsonQueryException {
        if (left == 0) {
            output.emit(value.of(in, values), null);
            return;
        }
        arguments.get(left - 1).apply(scope, in, argument -> {
            values[left - 1] = argument;
            apply(scope, arguments, in, output, values, left - 1);
        });
    }
}
