package io.github.spotifypipeline.jq;

/** The part of jq's grammar between braces: objects, and the patterns behind {@code as}. */
final class JqFields {

    private final JqSource source;
    private final JqTerm term;
    private final JqTokens tokens;
    private final JqNames names;

    JqFields(JqSource source, JqTerm term, JqTokens tokens, JqNames names) {
        this.source = source;
        this.term = term;
        this.tokens = tokens;
        this.names = names;
    }

    String object() {
        StringBuilder out = new StringBuilder(tokens.take());
        for (String comma = ""; !tokens.is("}"); comma = source.expect(",")) {
            out.append(comma).append(isVariable() ? term.variable() : field());
            if (tokens.is("}")) {
                break;
            }
        }
        return out.append(source.expect("}")).toString();
    }

    private boolean isVariable() {
        return tokens.next().startsWith("$");
    }

    private String field() {
        String name = tokens.isName() ? "\"" + tokens.next() + "\"" : null;
        String key = key();
        if (!tokens.is(":")) {
            return key;
        }
        if (name == null && key.strip().matches("\"(?:[^\"\\\\]|\\\\[^(])*+\"")) {
            name = key.strip();
        }
        String begin = name == null ? " (" : " " + JqSource.FIELD + "(" + name + "; ";
        return key + tokens.take() + begin + source.pipe(false) + ")";
    }

    private String key() {
        String token = tokens.next();
        return tokens.isName() ? tokens.put(JqSource.isKeyword(token) ? '"' + token + '"' : token)
                : tokens.is("(") || token.startsWith("@") ? term.head() : term.text(false);
    }

    /** What {@code as} binds. */
    String pattern() {
        String pattern = part();
        if (tokens.is("?")) {
            throw source.wrong("?// between patterns is not known here: choose by if and type");
        }
        return pattern;
    }

    private String part() {
        if (isVariable()) {
            names.bind(tokens.next());
            return tokens.take();
        }
        boolean list = tokens.is("[");
        StringBuilder out = new StringBuilder();
        for (String next = list ? tokens.take() : source.expect("{"); !next.isEmpty(); next = source.takeIf(",")) {
            boolean isPart = list || isVariable();
            out.append(next).append(isPart ? part() : key());
            if (!list && (!isPart || tokens.is(":"))) {
                out.append(source.expect(":")).append(part());
            }
        }
        return out.append(source.expect(list ? "]" : "}")).toString();
    }
}
