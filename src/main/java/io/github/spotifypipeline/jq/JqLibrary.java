package io.github.spotifypipeline.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryUserException;
import net.thisptr.jackson.jq.internal.IsolatedScopeQuery;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;
import net.thisptr.jackson.jq.internal.functions.MathFunction;
import net.thisptr.jackson.jq.internal.javacc.ExpressionParser;
import net.thisptr.jackson.jq.module.loaders.BuiltinModuleLoader;

/** The functions that an expression may call: jackson-jq's, ours in place of some of them or besides, and others. */
public final class JqLibrary {

    static final Version VERSION = Versions.JQ_1_7;

    /** Functions of jackson-jq that are left out, because the environment may hold secrets. */
    private static final List<String> NOT_HERE = List.of("env/0", "env", "input_line_number/0");

    /** Functions of jackson-jq that give another result each time, or on each machine. */
    private static final Set<String> CHANGING = Set.of("now/0", "timestamp/0", "random/0", "uuid4/0", "hostname/0",
            "hostname/1", "debug_scope/0");

    private static final int MOST_KNOWN = 1_000;

    private static final Pattern DEFINITION = Pattern.compile("(?m)^def (\\w+)(?:\\(([^)]*)\\))?: (.*);$");

    private final Map<String, Function> functions = new HashMap<>();
    private final Set<String> changing = new HashSet<>(CHANGING);
    private final Scope scope = Scope.newEmptyScope();
    private final Map<String, Jq> expressions = new ConcurrentHashMap<>();

    /**
     * @param zone of local times
     * @param more functions besides jq's, by {@code name/arguments}; one without arguments in its name takes any
     */
    public JqLibrary(ZoneId zone, Map<String, ? extends Function> more) {
        scope.setModuleLoader(BuiltinModuleLoader.getInstance());
        functions.putAll(BuiltinFunctionLoader.getInstance().listFunctions(VERSION, scope));
        functions.keySet().removeAll(NOT_HERE);
        functions.replaceAll((name, function) -> function instanceof MathFunction ? named(name, function) : function);
        texts();
        numbers();
        dates(zone);
        streams();
        definitions();
        functions.putAll(more);
        more.keySet().stream().filter(name -> !(more.get(name) instanceof InputFunction)).forEach(changing::add);
        functions.forEach(scope::addFunction);
    }

    /** Reads an expression unless it was read before. */
    Jq read(String text, Supplier<Jq> reading) {
        Jq known = expressions.get(text);
        if (known == null) {
            known = reading.get();
            if (expressions.size() >= MOST_KNOWN) {
                expressions.clear();
            }
            expressions.put(text, known);
        }
        return known;
    }

    /** Where expressions find the functions. */
    public Scope scope() {
        return scope;
    }

    /** Whether there is a function, as {@code name/arguments}, or a format, as {@code @name}. */
    public boolean has(String function) {
        return functions.containsKey(function) || functions.containsKey(function.replaceFirst("/.*", ""))
                || function.startsWith("@") && functions.containsKey(function + "/0");
    }

    /** Whether the result of a function, as {@code name/arguments}, depends on its input and its arguments alone. */
    boolean isOfInputAlone(String function) {
        return !changing.contains(function) && !changing.contains(function.replaceFirst("/.*", ""));
    }

    /** Adds the function's name to its error, which jackson-jq does not say. */
    private static Function named(String name, Function function) {
        return (scope, arguments, in, path, output, version) -> {
            if (arguments.isEmpty() && !in.isNumber()) {
                throw new JsonQueryException(
                        name.replaceFirst("/.*", "") + " input must be number, not " + JqTexts.type(in));
            }
            function.apply(scope, arguments, in, path, output, version);
        };
    }

    private void add(String name, JqFunction.Value value) {
        functions.put(name, new JqFunction(value));
    }

    private void texts() {
        add("tostring/0", (in, none) -> TextNode.valueOf(JqTexts.string(in)));
        add("tojson/0", (in, none) -> TextNode.valueOf(JqNumbers.json(in)));
        add("@text/0", (in, none) -> TextNode.valueOf(JqTexts.string(in)));
        add("@json/0", (in, none) -> TextNode.valueOf(JqNumbers.json(in)));
        add("@uri/0", (in, none) -> TextNode.valueOf(JqTexts.uri(JqTexts.string(in))));
        functions.put("ascii_downcase/0", JqTexts.of("ascii_downcase", JqTexts::lower));
        functions.put("ascii_upcase/0", JqTexts.of("ascii_upcase", JqTexts::upper));
        functions.put("trim/0", JqTexts.of("trim", String::strip));
        functions.put("ltrim/0", JqTexts.of("ltrim", String::stripLeading));
        functions.put("rtrim/0", JqTexts.of("rtrim", String::stripTrailing));
        add("implode/0", (in, none) -> JqTexts.implode(in));
        add("tonumber/0", (in, none) -> JqTexts.number(in));
        add("split/1", (in, by) -> JqTexts.split(in, by[0]));
        functions.put("sub/2", JqTexts.replace(""));
        functions.put("sub/3", JqTexts.replace(""));
        functions.put("gsub/2", JqTexts.replace("g"));
        functions.put("gsub/3", JqTexts.replace("g"));
    }

    private void numbers() {
        add("have_literal_numbers/0", (in, none) -> BooleanNode.TRUE);
        add("have_decnum/0", (in, none) -> BooleanNode.FALSE);
        add("toarray/0", (in, none) -> in.isArray() ? in : JsonNodeFactory.instance.arrayNode().add(in));
        add("abs/0", (in, none) -> {
            if (!in.isNumber()) {
                throw new JsonQueryException(JqTexts.type(in) + " (" + JqNumbers.json(in) + ") has no absolute value");
            }
            return in.doubleValue() >= 0 ? in : in.isIntegralNumber() && in.canConvertToLong()
                    ? JsonNodeFactory.instance.numberNode(Math.absExact(in.longValue()))
                    : JqNumbers.of(-in.doubleValue());
        });
        number("trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x));
        number("nearbyint", Math::rint);
        number("pow10", x -> Math.pow(10, x));
        number("logb", x -> x == 0 ? Double.NEGATIVE_INFINITY : Math.getExponent(x));
        number("significand", x -> x == 0 || Double.isNaN(x) || Double.isInfinite(x) ? x
                : x / Math.scalb(1, Math.getExponent(x)));
        number("fmin", Math::min);
        number("fmax", Math::max);
        number("ldexp", (x, exponent) -> x * Math.pow(2, exponent));
        number("scalb", (x, exponent) -> x * Math.pow(2, exponent));
        add("frexp/0", (in, none) -> {
            double x = number("frexp", in);
            int exponent = x == 0 ? 0 : Math.getExponent(x) + 1;
            ArrayNode parts = JsonNodeFactory.instance.arrayNode();
            return parts.add(JqNumbers.of(x / Math.scalb(1.0, exponent))).add(exponent);
        });
    }

    private static double number(String name, JsonNode value) throws JsonQueryException {
        if (!value.isNumber()) {
            throw new JsonQueryException(
                    JqTexts.type(value) + " (" + JqNumbers.json(value) + ") number required, for " + name);
        }
        return value.doubleValue();
    }

    private void number(String name, DoubleUnaryOperator value) {
        add(name + "/0", (in, none) -> JqNumbers.of(value.applyAsDouble(number(name, in))));
    }

    private void number(String name, DoubleBinaryOperator value) {
        add(name + "/2", (in, of) -> JqNumbers.of(value.applyAsDouble(number(name, of[0]), number(name, of[1]))));
    }

    private void dates(ZoneId zone) {
        for (String name : List.of("todate/0", "todateiso8601/0", "date/0")) {
            add(name, (in, none) -> TextNode.valueOf(JqDates.toDate(in)));
        }
        for (String name : List.of("fromdate/0", "fromdateiso8601/0")) {
            add(name, (in, none) -> JqDates.fromDate(in));
        }
        add("dateadd/2", (in, of) -> JqNumbers.of(number("dateadd", in) + number("dateadd", of[1])));
        add("datesub/2", (in, of) -> JqNumbers.of(number("datesub", in) - number("datesub", of[1])));
        add("gmtime/0", (in, none) -> JqDates.brokenDown(in, ZoneOffset.UTC, "gmtime"));
        add("localtime/0", (in, none) -> JqDates.brokenDown(in, zone, "localtime"));
        add("mktime/0", (in, none) -> JqDates.mkTime(in));
        add("strftime/1", (in, of) -> TextNode.valueOf(JqDates.format(in,
                JqTexts.text("strftime/1 format", of[0]), ZoneOffset.UTC, "strftime")));
        add("strflocaltime/1", (in, of) -> TextNode.valueOf(JqDates.format(in,
                JqTexts.text("strflocaltime/1 format", of[0]), zone, "strflocaltime")));
        add("strptime/1", (in, of) -> JqDates.parse(in, of[0]));
    }

    private void streams() {
        functions.put("limit/2", JqStreams.limit());
        functions.put("first/1", JqStreams.first());
        functions.put("isempty/1", JqStreams.isEmpty());
        functions.put(JqSource.TRY + "/1", JqStreams.attempt());
        functions.put(JqSource.TRY + "/2", JqStreams.attempt());
        functions.put(JqSource.FIELD + "/2", JqStreams.field());
        add("error/0", (in, none) -> {
            throw new JsonQueryUserException(in);
        });
        add("error/1", (in, of) -> {
            throw new JsonQueryUserException(of[0] == null ? NullNode.getInstance() : of[0]);
        });
    }

    /** Adds the functions that are written in jq. */
    private void definitions() {
        Matcher definitions = DEFINITION.matcher(text("/jq/functions.jq"));
        while (definitions.find()) {
            String name = definitions.group(1);
            List<String> parameters = definitions.group(2) == null ? List.of()
                    : Arrays.stream(definitions.group(2).split(";")).map(String::strip).toList();
            String body = new JqSource(definitions.group(3), any -> true, parameters).toString();
            try {
                functions.put(name + "/" + parameters.size(), new JsonQueryFunction(name, parameters,
                        new IsolatedScopeQuery(ExpressionParser.compile(body, VERSION)), scope));
            } catch (JsonQueryException e) {
                throw new IllegalStateException(name, e);
            }
        }
    }

    private static String text(String resource) {
        try (InputStream in = JqLibrary.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
