package io.github.spotifypipeline.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.exception.JsonQueryBreakException;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** jq functions whose argument is an expression with any number of results, not a value. */
final class JqStreams {

    private JqStreams() {
    }

    /** A result and where it is. */
    private record Result(JsonNode value, Path path) {
    }

    /** Ends a stream that has given enough results. It is no error of jq, so jq's {@code try} does not catch it. */
    private static final class Enough extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Enough() {
            super(null, null, false, false);
        }
    }

    /** The first results of a stream. The rest is not computed, and what follows a result is computed later. */
    private static List<Result> take(long most, JqStream stream) throws JsonQueryException {
        List<Result> results = new ArrayList<>();
        Enough enough = new Enough();
        try {
            if (most > 0) {
                stream.apply((value, path) -> {
                    results.add(new Result(value, path));
                    if (results.size() >= most) {
                        throw enough;
                    }
                });
            }
        } catch (Enough e) {
            if (e != enough) {
                throw e;
            }
        }
        return results;
    }

    private interface JqStream {
        void apply(net.thisptr.jackson.jq.PathOutput output) throws JsonQueryException;
    }

    /** {@code limit(n; f)}. */
    static Function limit() {
        return (scope, arguments, in, path, output, version) -> arguments.get(0).apply(scope, in, most -> {
            if (!most.isNumber() || most.doubleValue() < 0) {
                throw new JsonQueryException(
                        "limit doesn't support " + (most.isNumber() ? "negative count" : "this count"));
            }
            for (Result result : take((long) Math.ceil(most.doubleValue()),
                    to -> arguments.get(1).apply(scope, in, path, to, false))) {
                output.emit(result.value(), result.path());
            }
        });
    }

    /** {@code first(f)}. */
    static Function first() {
        return (scope, arguments, in, path, output, version) -> {
            for (Result result : take(1, to -> arguments.get(0).apply(scope, in, path, to, false))) {
                output.emit(result.value(), result.path());
            }
        };
    }

    /** {@code isempty(f)}. */
    static Function isEmpty() {
        return (scope, arguments, in, path, output, version) -> output.emit(BooleanNode.valueOf(
                take(1, to -> arguments.get(0).apply(scope, in, path, to, false)).isEmpty()), null);
    }

    /** {@code try f catch g}. It catches only errors within f. */
    static Function attempt() {
        return (scope, arguments, in, path, output, version) -> {
            List<Result> results = new ArrayList<>();
            JsonQueryException failure = null;
            try {
                arguments.get(0).apply(scope, in, path, (value, where) -> results.add(new Result(value, where)), false);
            } catch (JsonQueryBreakException e) {
                throw e;
            } catch (JsonQueryException e) {
                failure = e;
            }
            for (Result result : results) {
                output.emit(result.value(), result.path());
            }
            if (failure != null && arguments.size() > 1) {
                arguments.get(1).apply(scope, failure.getMessageAsJsonNode(), null, output, false);
            }
        };
    }

    /** The value of a field of an object. An error remembers the field. */
    static Function field() {
        return (scope, arguments, in, path, output, version) -> {
            List<JsonNode> results = new ArrayList<>(1);
            Expression value = arguments.get(1);
            try {
                value.apply(scope, in, results::add);
            } catch (JsonQueryBreakException | Enough e) {
                throw e;
            } catch (JsonQueryException | RuntimeException | StackOverflowError e) {
                arguments.get(0).apply(scope, in, name -> FailedField.of(e, name.asText()));
                throw e;
            }
            for (JsonNode result : results) {
                output.emit(result, null);
            }
        };
    }
}
