package io.github.spotifypipeline.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** A jq expression that can be evaluated, by any thread. */
public final class Jq {

    private static final Pattern LINE = Pattern.compile("at line (\\d+)");

    private final String text;
    private final JqLibrary library;
    private final JsonQuery query;
    private final Set<String> calls;

    private Jq(String text, JqLibrary library, JsonQuery query, Set<String> calls) {
        this.text = text;
        this.library = library;
        this.query = query;
        this.calls = calls;
    }

    /**
     * Reads an expression.
     *
     * @throws JqException when it is none, or names what is not in the library; with the line
     */
    public static Jq read(String text, JqLibrary library) {
        return library.read(text, () -> {
            JqSource source = new JqSource(text, library::has);
            return new Jq(text, library, compile(source.toString()), source.calls());
        });
    }

    /**
     * An expression as jackson-jq is to read it, so that it means what jq's manual says.
     *
     * @param without functions of the library, as {@code name/arguments}, that are not to be called
     * @throws JqException as {@link #read}
     */
    public static String translate(String text, JqLibrary library, Set<String> without) {
        String translated = new JqSource(text, function -> library.has(function) && !without.contains(function))
                .toString();
        compile(translated);
        return translated;
    }

    private static JsonQuery compile(String text) {
        try {
            return JsonQuery.compile(text, JqLibrary.VERSION);
        } catch (JsonQueryException | RuntimeException | Error e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw (Error) e;
            }
            String words = "";
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                words += cause.getMessage();
            }
            Matcher line = LINE.matcher(words);
            throw new JqException(line.find() ? Integer.parseInt(line.group(1)) : 1, JqException.NO_JQ);
        }
    }

    /** The expression as its author wrote it. */
    @Override
    public String toString() {
        return text;
    }

    /** Whether it calls a function, as {@code name/arguments}. */
    public boolean calls(String function) {
        return calls.contains(function);
    }

    /** Whether its results depend on its input alone: not on the time, the place of an item or the route's message. */
    public boolean isOfInputAlone() {
        return calls.stream().allMatch(library::isOfInputAlone);
    }

    /**
     * All results for an input, in their order.
     *
     * @throws FailedException when it fails
     */
    public List<JsonNode> results(JsonNode in) {
        List<JsonNode> results = new ArrayList<>(1);
        try {
            query.apply(Scope.newChildScope(library.scope()), in, results::add);
            return results;
        } catch (JsonQueryException | RuntimeException | StackOverflowError e) {
            String field = FailedField.take(e);
            throw new FailedException((field.isEmpty() ? "" : field + ": ") + JqWords.of(e));
        }
    }

    /** An expression has failed for its input. The message says why, in jq's terms, with the field before it. */
    public static final class FailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message, null, false, false);
        }
    }
}
