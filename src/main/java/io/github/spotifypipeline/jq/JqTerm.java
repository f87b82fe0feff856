package io.github.spotifypipeline.jq;

/** The part of jq's grammar between operators: a value, with {@code .name}, {@code [0]} and {@code ?} behind it. */
final class JqTerm {

    private final JqSource source;
    private final JqTokens tokens;
    private final JqNames names;
    private final JqFields fields;

    JqTerm(JqSource source, JqTokens tokens, JqNames names) {
        this.source = source;
        this.tokens = tokens;
        this.names = names;
        this.fields = new JqFields(source, this, tokens, names);
    }

    /** An operand with all accesses, as {@code .a[0]?}. @param commas whether its pipe may have commas */
    String read(boolean commas) {
        if (tokens.is("-")) {
            return tokens.take() + read(commas);
        } else if (tokens.is("def")) {
            return source.function(commas);
        }
        boolean access = isField();
        String out = head();
        while (true) {
            if (tokens.is("?")) {
                // jackson-jq's own ? is correct only behind .name and [0]
                out = access ? out + tokens.take() : " " + JqSource.TRY + "(" + out + tokens.put(")");
            } else if (tokens.is("[")) {
                out += index();
            } else if (tokens.is(".")) {
                String dot = tokens.take();
                out += tokens.is("[") ? index() : dot + text(false);
            } else if (isField()) {
                out += tokens.take();
            } else {
                return out;
            }
            access = true;
        }
    }

    private boolean isField() {
        return tokens.next().matches("\\.[A-Za-z_].*");
    }

    private String index() {
        String out = tokens.take();
        if (!tokens.is("]") && !tokens.is(":")) {
            out += source.pipe(true);
        }
        if (tokens.is(":")) {
            out += tokens.take() + (tokens.is("]") ? "" : source.pipe(true));
        }
        return out + source.expect("]");
    }

    /** An operand without accesses behind it. */
    String head() {
        String token = tokens.next();
        return switch (token) {
            case "(" -> tokens.take() + source.pipe(true) + source.expect(")");
            case "[" -> tokens.take() + (tokens.is("]") ? "" : source.pipe(true)) + source.expect("]");
            case "{" -> fields.object();
            case "\"" -> text(false);
            case "if" -> source.condition();
            case "try" -> tokens.put(" ") + JqSource.TRY + "(" + read(false)
                    + (tokens.is("catch") ? tokens.put("; ") + read(false) : "") + ")";
            case "reduce", "foreach" -> source.loop();
            case "break" -> tokens.take() + tokens.take();
            case "import", "include", "module" ->
                    throw source.wrong(token + " is not known here: an expression stands alone");
            case "." -> tokens.take() + (tokens.is("\"") ? text(false) : "");
            case "..", "null", "true", "false" -> tokens.take();
            default -> named(token);
        };
    }

    private String named(String token) {
        if (token.matches("\\$\\w.*")) {
            return variable();
        } else if (token.matches("@\\w+")) {
            names.requireFormat(token, tokens.line());
            return tokens.take() + (tokens.is("\"") ? text(true) : "");
        } else if (token.matches("\\.?\\d.*")) {
            return tokens.put(token.replaceFirst("^0+(?=\\d)", "").replaceFirst("\\.(?=$|[eE])", "")
                    .replaceFirst("^\\.", "0."));
        } else if (isField()) {
            return tokens.take();
        } else if (!tokens.isName() || JqSource.isKeyword(token)) {
            throw source.wrong(JqException.NO_JQ);
        }
        return call(token);
    }

    /** What {@code as} binds. */
    String pattern() {
        return fields.pattern();
    }

    String variable() {
        names.requireVariable(tokens.next(), tokens.line());
        return tokens.take();
    }

    private String call(String name) {
        int line = tokens.line();
        int count = 0;
        StringBuilder out = new StringBuilder(tokens.take());
        if (tokens.is("(")) {
            names.enter(name);
            for (String next = tokens.take(); !next.isEmpty(); next = source.takeIf(";")) {
                out.append(next);
                if (count > 0 || !tokens.is(")")) {
                    out.append(source.pipe(true));
                    count++;
                }
            }
            out.append(source.expect(")"));
            names.leave();
        }
        names.requireFunction(name + "/" + count, line);
        return out.toString();
    }

    /** @param formatted whether a format before it, as @json, writes the values within it */
    String text(boolean formatted) {
        int line = tokens.line();
        source.require("\"");
        String out = tokens.takeText(line);
        while (out.endsWith("(")) {
            out += source.pipe(true) + (formatted ? "" : " | tostring");
            source.require(")");
            out += tokens.takeText(line);
        }
        return out;
    }
}
