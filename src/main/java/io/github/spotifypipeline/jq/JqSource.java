package io.github.spotifypipeline.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads an expression by the grammar of jq's manual, checks that each function and variable exists, and writes the
 * expression so that jackson-jq gives the same results. Every part stays in its line. These parts are rewritten:
 * <ul>
 * <li>{@code if} without {@code else}, {@code .a.[0]}, a comma before <code>}</code>, {@code 1.} and {@code 01}, which
 * jackson-jq does not read</li>
 * <li>what follows an inner function, in parentheses: jackson-jq applies the function to the next operand only</li>
 * <li>{@code try} and {@code ?} as a call of {@link #TRY}: jackson-jq also catches what fails after them</li>
 * <li><code>"\(1.0)"</code> with {@code tostring}, which writes 1</li>
 * <li>the value of a field as a call of {@link #FIELD}, so that an error names the field</li>
 * </ul>
 */
final class JqSource {

    /** Makes the value of a field; the field's name is its first argument. */
    static final String FIELD = "__field";

    /** Catches an error of its first argument alone; the second, if there is one, is the handler. */
    static final String TRY = "__try";

    private static final Set<String> KEYWORDS = Set.of("def", "if", "then", "elif", "else", "end", "as", "reduce",
            "foreach", "try", "catch", "label", "import", "include", "module", "and", "or", "null", "true", "false",
            "__loc__", "break");

    private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "%", "=", "<", ">", "|=", "+=", "-=", "*=",
            "/=", "%=", "==", "!=", "<=", ">=", "//", "//=", "and", "or");

    private final JqTokens tokens;
    private final JqNames names;
    private final JqTerm term;
    private final String written;

    /**
     * Reads an expression.
     *
     * @param known whether there is such a function, as {@code name/arguments}, or format, as {@code @name}
     * @throws JqException when it is none, or names what is not there
     */
    JqSource(String text, Predicate<String> known) {
        this(text, known, List.of());
    }

    /** Reads the body of a function. @param parameters of it; a dollar before a name is ignored */
    JqSource(String text, Predicate<String> known, List<String> parameters) {
        tokens = new JqTokens(text);
        names = new JqNames(known);
        term = new JqTerm(this, tokens, names);
        parameters.forEach(parameter -> names.bind("$" + parameter.replace("$", "")));
        try {
            written = pipe(true) + expect("");
        } catch (StackOverflowError e) {
            throw wrong(JqException.NO_JQ);
        }
    }

    /** The expression for jackson-jq. */
    @Override
    public String toString() {
        return written;
    }

    /** The functions that it calls, as {@code name/arguments}, without those that it defines. */
    Set<String> calls() {
        return names.calls();
    }

    static boolean isKeyword(String name) {
        return KEYWORDS.contains(name);
    }

    JqException wrong(String message) {
        return new JqException(tokens.line(), message);
    }

    void require(String token) {
        if (!tokens.is(token)) {
            throw wrong(JqException.NO_JQ);
        }
    }

    String expect(String token) {
        require(token);
        return tokens.take();
    }

    String takeIf(String token) {
        return tokens.is(token) ? tokens.take() : "";
    }

    /**
     * Filters with {@code |} between them. What they bind is known to the end.
     *
     * @param commas whether a comma belongs to it, as it does not in an object
     */
    String pipe(boolean commas) {
        names.enter();
        StringBuilder out = new StringBuilder();
        String bar = "";
        do {
            out.append(bar);
            if (tokens.is("label")) {
                out.append(tokens.take()).append(tokens.take());
            } else {
                out.append(operation(commas)).append(tokens.is("as") ? tokens.take() + term.pattern() : "");
            }
            bar = takeIf("|");
        } while (!bar.isEmpty());
        names.leave();
        return out.toString();
    }

    private String operation(boolean commas) {
        StringBuilder out = new StringBuilder(term.read(commas));
        while (OPERATORS.contains(tokens.next()) || commas && tokens.is(",")) {
            out.append(tokens.take()).append(term.read(commas));
        }
        return out.toString();
    }

    /** {@code def name(parameters): body;} and all that follows. */
    String function(boolean commas) {
        String out = tokens.take();
        String name = tokens.next();
        out += tokens.take();
        List<String> parameters = new ArrayList<>();
        if (tokens.is("(")) {
            for (String next = tokens.take(); !next.isEmpty(); next = takeIf(";")) {
                parameters.add(tokens.next());
                out += next + tokens.take();
            }
            out += expect(")");
        }
        out += expect(":");
        names.bind(name + "/" + parameters.size());
        names.enter();
        parameters.forEach(parameter -> {
            names.bind(parameter);
            names.bind(parameter.replace("$", "") + "/0");
        });
        out += pipe(true) + expect(";");
        names.leave();
        return out + " (" + pipe(commas) + ")";
    }

    String condition() {
        String out = "";
        do {
            out += tokens.take() + pipe(true) + expect("then") + pipe(true);
        } while (tokens.is("elif"));
        return out + (tokens.is("else") ? tokens.take() + pipe(true) : " else . ") + expect("end");
    }

    String loop() {
        names.enter();
        String out = tokens.take() + term.read(false) + expect("as") + term.pattern() + expect("(") + pipe(true);
        while (tokens.is(";")) {
            out += tokens.take() + pipe(true);
        }
        names.leave();
        return out + expect(")");
    }
}
