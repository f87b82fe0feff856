package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.spotifypipeline.jq.InputFunction;
import io.github.spotifypipeline.json.IsoTime;
import io.github.spotifypipeline.reading.Content;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.UnaryOperator;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;

/** A jq function of its input alone: {@code local_time}, {@code millis}, {@code partial_date}, {@code content}. */
public final class JsonFunction implements InputFunction {

    private final String complaint;
    private final UnaryOperator<JsonNode> value;

    /** @param complaint the error when the input has no such value */
    private JsonFunction(String complaint, UnaryOperator<JsonNode> value) {
        this.complaint = complaint;
        this.value = value;
    }

    /**
     * {@code local_time}: an ISO 8601 instant as {@code YYYY-MM-DD HH:MM:SS} in the configured time zone; null stays
     * null.
     */
    public static JsonFunction localTime(ZoneId zone) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
        return new JsonFunction("local_time: not a time in ISO 8601",
                in -> in.isNull() ? in : TextNode.valueOf(format.format(IsoTime.parse(in.asText()))));
    }

    /** {@code millis}: an ISO 8601 instant as Unix milliseconds, so that a key has one spelling. */
    public static JsonFunction millis() {
        return new JsonFunction("millis: not a time in ISO 8601",
                in -> LongNode.valueOf(IsoTime.parse(in.asText()).toEpochMilli()));
    }

    /**
     * {@code partial_date}: {@code 1981}, {@code 1981-12} or {@code 1981-12-15} as the first instant of that time in
     * UTC; null for what is no date, such as Spotify's {@code 0000}.
     */
    public static JsonFunction partialDate() {
        return new JsonFunction("", in -> {
            String text = in.asText();
            String day = text.matches("\\d{4}") ? text + "-01-01" : text.matches("\\d{4}-\\d{2}") ? text + "-01" : text;
            try {
                return text.startsWith("0000") ? NullNode.getInstance()
                        : TextNode.valueOf(LocalDate.parse(day) + "T00:00:00Z");
            } catch (DateTimeException e) {
                return NullNode.getInstance();
            }
        });
    }

    /**
     * {@code content}: the track, album, show, … that an entry of a list wraps; the entry itself when it wraps none.
     */
    public static JsonFunction content() {
        return new JsonFunction("", Content::of);
    }

    @Override
    public void apply(Scope scope, List<Expression> args, JsonNode in, Path path, PathOutput output, Version version)
            throws JsonQueryException {
        JsonNode found;
        try {
            found = value.apply(in);
        } catch (DateTimeException | ArithmeticException e) {
            throw new JsonQueryException(complaint);
        }
        output.emit(found, null);
    }
}
