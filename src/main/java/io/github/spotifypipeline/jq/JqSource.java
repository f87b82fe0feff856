package io.github.spotifypipeline.jq;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The text of a jq expression, read once from left to right: each function and variable that it names must be there, and
 * what jackson-jq reads in another way than jq's manual says is written so that it reads it right. The lines stay where
 * they are.
 * <ul>
 * <li>{@code if} without {@code else}, {@code .a.[0]}, a comma before <code>}</code>, {@code 1.} and {@code 01}</li>
 * <li>what follows an inner function belongs to it as a whole, also the right side of a sum</li>
 * <li>{@code try} and {@code ?} catch what is within them, not what follows</li>
 * <li>{@code "\(1.0)"} is made by {@code tostring}</li>
 * <li>a field of an object is known by its name when its value fails</li>
 * </ul>
 */
final class JqSource {

    /** Makes the value of a field; the field's name is its first argument. */
    static final String FIELD = "__field";

    /** Catches an error of its first argument alone; the second, if there is one, is the handler. */
    static final String TRY = "__try";

    private static final Set<String> KEYWORDS = Set.of("def", "if", "then", "elif", "else", "end", "as", "reduce",
            "foreach", "try", "catch", "label", "import", "include", "module", "and", "or", "null", "true", "false", "__loc__",
            "break");

    private static final String OPERATORS = "|+-*/%=<>!^&~";

    /** What a text is inside of. */
    private enum Kind { TOP, GROUP, ARGUMENTS, LIST, OBJECT, TEXT, IF, BODY, TRY }

    /** A bracket, an {@code if}, a function's body or a {@code try} that is not closed yet. */
    private static final class Frame {

        private final Kind kind;
        private final Set<String> functions = new HashSet<>();
        private final Set<String> variables = new HashSet<>();
        private boolean pattern;
        /** Parentheses around what follows an inner function. */
        private int open;
        /** Where in the new text it, or the call that it is of, begins. */
        private int start;
        private String name;
        private int arguments;
        private int at;
        private boolean empty = true;
        private boolean atKey = true;
        private String field;
        private boolean inField;
        private int comma = -1;
        private boolean hasElse;
        private boolean formatted;
        private boolean untilGroup;
        private boolean inCatch;

        private Frame(Kind kind) {
            this.kind = kind;
        }
    }

    private final String text;
    private final Predicate<String> known;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Set<String> calls = new HashSet<>();
    private int at;
    /** Whether a term, to which {@code .name}, {@code [0]} or {@code ?} may belong, has just ended. */
    private boolean afterTerm;
    /** Where in the new text the term begins that has just ended, where that is known; else -1. */
    private int termStart = -1;
    private boolean beforePattern;
    private boolean beforeLabel;

    private JqSource(String text, Predicate<String> known) {
        this.text = text;
        this.known = known;
    }

    /**
     * Reads an expression.
     *
     * @param known whether there is such a function, as {@code name/arguments}, or format, as {@code @name}
     * @throws JqException when it names what is not there, or what cannot be done here
     */
    static JqSource read(String text, Predicate<String> known) {
        return read(text, known, List.of());
    }

    /** The body of a function. @param parameters of it, of which some begin with a dollar */
    static JqSource read(String text, Predicate<String> known, List<String> parameters) {
        JqSource source = new JqSource(text, known);
        source.frames.push(new Frame(Kind.TOP));
        parameters.forEach(parameter -> source.top().variables.add(parameter.replace("$", "")));
        source.tokens();
        return source;
    }

    /** What jackson-jq is to read. Where the brackets do not match it is the text as it was. */
    @Override
    public String toString() {
        return out.toString();
    }

    /** The functions that it calls, its own inner ones left out, as {@code name/arguments}. */
    Set<String> calls() {
        return calls;
    }

    private void tokens() {
        while (at < text.length()) {
            if (!next()) {
                // jackson-jq says what is wrong
                out.setLength(0);
                out.append(text);
                return;
            }
        }
        while (top().kind == Kind.TRY) {
            endTry();
        }
        if (top().kind == Kind.TOP) {
            close(top());
        } else {
            out.setLength(0);
            out.append(text);
        }
    }

    private Frame top() {
        return frames.peek();
    }

    /** Takes a token. @return whether the brackets still match */
    private boolean next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            take(1);
            return true;
        }
        if (c == '#') {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
            return true;
        }
        boolean suffix = c == '[' || c == '?' || c == '.' && !text.startsWith("..", at);
        while (top().kind == Kind.TRY && afterTerm && !top().untilGroup && !suffix) {
            if (!top().inCatch && text.startsWith("catch", at) && wordEnd(at) == at + 5) {
                break;
            }
            endTry();
        }
        top().empty = top().empty && c == ')';
        if (c == '"') {
            text(false);
            return true;
        }
        if (c == '@') {
            return format();
        }
        if (Character.isDigit(c) || c == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
            number();
            return true;
        }
        if (c == '$') {
            variable();
            return true;
        }
        if (isName(c)) {
            return word();
        }
        if (c == '.') {
            dot();
            return true;
        }
        return symbol(c);
    }

    private void take(int length) {
        out.append(text, at, at + length);
        at += length;
    }

    private void term(int start) {
        afterTerm = true;
        termStart = start;
        if (top().kind == Kind.OBJECT && top().atKey) {
            top().comma = -1;
        }
    }

    private static boolean isName(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < text.length() && (isName(text.charAt(end)) || end > from && (Character.isDigit(text.charAt(end))
                || text.startsWith("::", end) || text.startsWith("::", end - 1)))) {
            end++;
        }
        return end;
    }

    private int afterBlanks(int from) {
        int end = from;
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int line(int position) {
        return 1 + (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
    }

    private JqException wrong(int position, String message) {
        return new JqException(line(position), message);
    }

    private void number() {
        int end = at;
        boolean dot = false;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.' && !dot
                && !text.startsWith("..", end))) {
            dot |= text.charAt(end) == '.';
            end++;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int digits = end + 1;
            digits += digits < text.length() && "+-".indexOf(text.charAt(digits)) >= 0 ? 1 : 0;
            if (digits < text.length() && Character.isDigit(text.charAt(digits))) {
                end = digits;
                while (end < text.length() && Character.isDigit(text.charAt(end))) {
                    end++;
                }
            }
        }
        int start = out.length();
        out.append(text.charAt(at) == '.' ? "0" : "").append(text.substring(at, end).replaceFirst("^0+(?=\\d)", "").replaceFirst("\\.(?=$|[eE])", ""));
        at = end;
        term(start);
    }

    private void variable() {
        int end = wordEnd(at + 1);
        String name = text.substring(at + 1, end);
        boolean inPattern = beforePattern || top().pattern;
        if (inPattern) {
            owner().variables.add(name);
            beforePattern = false;
        } else if (beforeLabel) {
            top().variables.add("*" + name);
        } else if (name.equals("__loc__") || name.equals("ENV")) {
            throw wrong(at, "$" + name + " is not known here");
        } else if (!name.isEmpty() && frames.stream().noneMatch(frame -> frame.variables.contains(name))) {
            throw wrong(at, "the variable $" + name + " is not bound");
        }
        beforeLabel = false;
        int start = out.length();
        take(end - at);
        if (top().kind == Kind.OBJECT && top().atKey) {
            top().field = null;
        }
        term(start);
        afterTerm = !inPattern;
    }

    /** What a pattern binds is known where the pattern's own term is. */
    private Frame owner() {
        for (Frame frame : frames) {
            if (!frame.pattern && frame.kind != Kind.TRY) {
                return frame;
            }
        }
        return frames.peekLast();
    }

    private void dot() {
        char following = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (following == '.') {
            int start = out.length();
            take(2);
            term(start);
        } else if (following == '[' && afterTerm) {
            at++;
        } else if (isName(following)) {
            int start = afterTerm ? -1 : out.length();
            take(wordEnd(at + 1) - at);
            term(start);
        } else {
            int start = out.length();
            take(1);
            if (following != '"') {
                term(start);
            }
        }
    }

    private boolean format() {
        int end = wordEnd(at + 1);
        String name = text.substring(at, end);
        if (!known.test(name)) {
            throw wrong(at, name + " is not known here");
        }
        int start = out.length();
        take(end - at);
        term(start);
        if (text.startsWith("\"", afterBlanks(at))) {
            take(afterBlanks(at) - at);
            text(true);
        }
        return true;
    }

    /** A text, up to its end or to the first {@code \(}. */
    private void text(boolean formatted) {
        Frame frame = new Frame(Kind.TEXT);
        frame.formatted = formatted;
        frame.start = afterTerm || formatted ? -1 : out.length();
        frame.at = at;
        take(1);
        if (top().kind == Kind.OBJECT && top().atKey) {
            top().field = "";
        }
        rest(frame);
    }

    private void rest(Frame frame) {
        int from = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '(') {
                take(2);
                if (top().kind == Kind.OBJECT && top().atKey) {
                    top().field = null;
                }
                frames.push(frame);
                afterTerm = false;
                return;
            }
            if (c == '"') {
                if (top().kind == Kind.OBJECT && top().atKey && top().field != null) {
                    top().field = text.substring(from, at);
                }
                take(1);
                term(frame.start);
                return;
            }
            take(c == '\\' && at + 1 < text.length() ? 2 : 1);
        }
        throw wrong(frame.at, "a text begins here and does not end");
    }

    private boolean word() {
        int begin = at;
        int end = wordEnd(at);
        String word = text.substring(at, end);
        if (top().kind == Kind.OBJECT && top().atKey) {
            out.append(KEYWORDS.contains(word) ? '"' + word + '"' : word);
            at = end;
            top().field = word;
            term(-1);
            return true;
        }
        if (KEYWORDS.contains(word)) {
            return keyword(word, end);
        }
        int start = out.length();
        take(end - at);
        int bracket = afterBlanks(at);
        if (bracket < text.length() && text.charAt(bracket) == '(') {
            take(bracket + 1 - at);
            Frame call = push(Kind.ARGUMENTS);
            call.name = word;
            call.at = begin;
            call.start = start;
            call.arguments = 1;
            afterTerm = false;
        } else {
            call(word, 0, begin);
            term(start);
        }
        return true;
    }

    private void call(String name, int arguments, int position) {
        String function = name + "/" + arguments;
        if (frames.stream().anyMatch(frame -> frame.functions.contains(function))) {
            return;
        }
        // Camel's function takes a name as it is
        boolean constant = frames.stream().anyMatch(frame -> "constant".equals(frame.name));
        if (!constant && !known.test(function)) {
            throw wrong(position, "there is no jq function " + function + " here");
        }
        calls.add(function);
    }

    private boolean keyword(String word, int end) {
        int position = at;
        switch (word) {
            case "import", "include", "module" ->
                    throw wrong(position, word + " is not known here: an expression stands alone");
            case "def" -> {
                return function(end);
            }
            case "if" -> {
                take(end - at);
                push(Kind.IF);
            }
            case "then", "elif", "else" -> {
                if (top().kind != Kind.IF) {
                    return false;
                }
                close(top());
                take(end - at);
                top().hasElse |= word.equals("else");
            }
            case "end" -> {
                if (top().kind != Kind.IF) {
                    return false;
                }
                close(top());
                out.append(top().hasElse ? "" : " else . ");
                take(end - at);
                frames.pop();
                term(-1);
                return true;
            }
            case "try" -> {
                out.append(TRY).append('(');
                at = end;
                push(Kind.TRY).start = out.length();
            }
            case "catch" -> {
                if (top().kind != Kind.TRY || top().inCatch) {
                    return false;
                }
                out.append("; ");
                at = end;
                top().inCatch = true;
            }
            case "as" -> {
                take(end - at);
                beforePattern = true;
            }
            case "label", "break" -> {
                take(end - at);
                beforeLabel = true;
            }
            case "reduce", "foreach" -> {
                take(end - at);
                top().untilGroup |= top().kind == Kind.TRY;
            }
            case "null", "true", "false" -> {
                int start = out.length();
                take(end - at);
                term(start);
                return true;
            }
            default -> take(end - at);
        }
        afterTerm = false;
        return true;
    }

    private void endTry() {
        out.append(')');
        frames.pop();
        term(-1);
    }

    /** {@code def name(parameters):}, up to its body. */
    private boolean function(int afterDef) {
        int nameAt = afterBlanks(afterDef);
        int end = wordEnd(nameAt);
        int colon = text.indexOf(':', end);
        if (end == nameAt || colon < 0) {
            return false;
        }
        String name = text.substring(nameAt, end);
        String parameters = text.substring(end, colon).strip();
        take(colon + 1 - at);
        Frame body = push(Kind.BODY);
        int count = 0;
        if (parameters.startsWith("(") && parameters.endsWith(")")) {
            for (String parameter : parameters.substring(1, parameters.length() - 1).split(";")) {
                count++;
                String bare = parameter.strip().replaceFirst("^\\$", "");
                if (!bare.equals(parameter.strip())) {
                    body.variables.add(bare);
                }
                body.functions.add(bare + "/0");
            }
        }
        body.name = name + "/" + count;
        body.functions.add(body.name);
        afterTerm = false;
        return true;
    }

    private Frame push(Kind kind) {
        Frame frame = new Frame(kind);
        frame.start = out.length();
        frame.pattern = top().pattern;
        frames.push(frame);
        return frame;
    }

    /** Closes what follows inner functions. */
    private void close(Frame frame) {
        out.append(")".repeat(frame.open));
        frame.open = 0;
    }

    private boolean symbol(char c) {
        switch (c) {
            case '(' -> {
                int start = out.length();
                take(1);
                push(Kind.GROUP).start = start;
                top().pattern = false;
            }
            case '[', '{' -> {
                take(1);
                Frame frame = push(c == '[' ? Kind.LIST : Kind.OBJECT);
                frame.pattern |= beforePattern;
                beforePattern = false;
            }
            case ')' -> {
                return closeRound();
            }
            case ']' -> {
                if (top().kind != Kind.LIST) {
                    return false;
                }
                close(top());
                take(1);
                boolean pattern = frames.pop().pattern;
                term(-1);
                afterTerm = !pattern;
                return true;
            }
            case '}' -> {
                return closeObject();
            }
            case ';' -> {
                return semicolon();
            }
            case ',' -> comma();
            case ':' -> colon();
            case '?' -> question();
            default -> {
                if (OPERATORS.indexOf(c) < 0) {
                    return false;
                }
                take(1);
            }
        }
        if (c != '?') {
            afterTerm = false;
        }
        return true;
    }

    private boolean closeRound() {
        Frame frame = top();
        if (frame.kind == Kind.TEXT) {
            close(frame);
            out.append(frame.formatted ? "" : " | tostring");
            take(1);
            frames.pop();
            rest(frame);
            return true;
        }
        if (frame.kind != Kind.GROUP && frame.kind != Kind.ARGUMENTS) {
            return false;
        }
        close(frame);
        take(1);
        frames.pop();
        if (frame.kind == Kind.ARGUMENTS) {
            call(frame.name, frame.empty ? 0 : frame.arguments, frame.at);
        } else {
            top().untilGroup = false;
        }
        if (top().kind == Kind.OBJECT && top().atKey) {
            top().field = null;
        }
        term(frame.start);
        return true;
    }

    private boolean closeObject() {
        Frame frame = top();
        if (frame.kind != Kind.OBJECT) {
            return false;
        }
        endField(frame);
        if (frame.atKey && frame.comma >= 0) {
            out.deleteCharAt(frame.comma);
        }
        take(1);
        frames.pop();
        term(-1);
        afterTerm = !frame.pattern;
        return true;
    }

    private void endField(Frame object) {
        close(object);
        if (object.inField) {
            out.append(')');
        }
        object.inField = false;
    }

    private boolean semicolon() {
        Frame frame = top();
        close(frame);
        take(1);
        if (frame.kind == Kind.BODY) {
            frames.pop();
            top().functions.add(frame.name);
            top().open++;
            out.append(" (");
        } else if (frame.kind == Kind.ARGUMENTS) {
            frame.arguments++;
        }
        afterTerm = false;
        return true;
    }

    private void comma() {
        Frame frame = top();
        if (frame.kind == Kind.OBJECT) {
            endField(frame);
            frame.atKey = true;
            frame.field = null;
            frame.comma = out.length();
        }
        take(1);
    }

    private void colon() {
        Frame frame = top();
        take(1);
        if (frame.kind == Kind.OBJECT && frame.atKey) {
            frame.atKey = false;
            if (!frame.pattern && frame.field != null) {
                frame.inField = true;
                out.append(' ').append(FIELD).append("(\"").append(frame.field).append("\"; ");
            }
        }
    }

    private void question() {
        if (!afterTerm && text.startsWith("?//", at)) {
            throw wrong(at, "?// between patterns is not known here: choose by if and type");
        }
        // jackson-jq would catch what follows, too; that of .name? is right
        if (termStart >= 0 && out.length() > termStart && (out.charAt(out.length() - 1) == ')'
                || isName(out.charAt(termStart)))) {
            out.insert(termStart, TRY + "(").append(')');
            at++;
            termStart = -1;
        } else {
            take(1);
        }
        afterTerm = true;
    }
}
