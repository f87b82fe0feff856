package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What regular expressions find in texts. */
final class PatternOperators {

    private PatternOperators() {
    }

    static void addTo(OperatorTable operators) {
        add(operators, "$regexMatch", (matcher, text) -> matcher.find(), false);
        add(operators, "$regexFind", (matcher, text) -> matcher.find() ? found(matcher, text) : null, null);
        add(operators, "$regexFindAll", (matcher, text) -> {
            List<Object> all = new ArrayList<>();
            while (matcher.find()) {
                all.add(found(matcher, text));
            }
            return all;
        }, List.of());
    }

    private static void add(OperatorTable operators, String name, BiFunction<Matcher, String, Object> function,
            Object ofNull) {
        operators.addNamed(name, "input* regex* options", a -> {
            Object text = a.get("input");
            Object regex = a.get("regex");
            Object options = a.get("options");
            if (!Values.isNullish(text)) {
                TextOperators.string(text, name);
            }
            if (Values.isNullish(regex)) {
                return ofNull;
            }
            Pattern pattern = pattern(regex, Values.isNullish(options) ? null : options, name);
            return Values.isNullish(text) ? ofNull : function.apply(pattern.matcher((String) text), (String) text);
        });
    }

    private static Pattern pattern(Object regex, Object options, String name) {
        String given = options == null ? "" : TextOperators.string(options, name);
        if (!(regex instanceof BsonRegularExpression expression)) {
            return Regexes.compile(TextOperators.string(regex, name), given);
        }
        String own = expression.getOptions() == null ? "" : expression.getOptions();
        if (options != null && !own.isEmpty()) {
            throw Refusal.invalid("found regex option(s) specified in both 'regex' and 'option' fields");
        }
        return Regexes.compile(expression.getPattern(), own + given);
    }

    private static Document found(Matcher matcher, String text) {
        List<Object> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(matcher.group(i));
        }
        return new Document("match", matcher.group()).append("idx", text.codePointCount(0, matcher.start()))
                .append("captures", groups);
    }
}
