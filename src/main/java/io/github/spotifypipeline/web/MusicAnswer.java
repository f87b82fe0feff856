package io.github.spotifypipeline.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.spotifypipeline.charts.Chart;
import io.github.spotifypipeline.charts.ChartCatalog;
import io.github.spotifypipeline.charts.ChartException;
import io.github.spotifypipeline.charts.Music;
import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.http.Answer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** {@code GET /api/music} and the paths below it: charts as JSON, as CSV, and as the query behind them, and more. */
public final class MusicAnswer {

    private static final Pattern PATH = Pattern.compile("/([a-z][a-z0-9-]{0,39})(\\.csv|\\.query)?");

    private static final int UNANSWERABLE = 422;

    private final Music music;
    private final ChartCatalog charts;
    private final ListeningAnswer listening;
    private final ZoneId zone;

    /** @param zone the time zone of the days */
    public MusicAnswer(Music music, ChartCatalog charts, ListeningAnswer listening, ZoneId zone) {
        this.music = music;
        this.charts = charts;
        this.listening = listening;
        this.zone = zone;
    }

    /** @param draw how the page draws it; left out when it does not */
    private record ChartHead(String chart, String title, String description,
                             @JsonInclude(JsonInclude.Include.NON_NULL) String draw) {

        ChartHead(Chart chart) {
            this(chart.id(), chart.title(), chart.description(), chart.draw());
        }
    }

    private record ChartList(List<ChartHead> charts, @JsonUnwrapped Music.Summary summary) {
    }

    private record ChartRows(@JsonUnwrapped ChartHead head, @JsonUnwrapped Period period, List<String> columns,
                             @JsonUnwrapped Music.Rows rows,
                             @JsonInclude(JsonInclude.Include.NON_NULL) String note) {
    }

    private record Period(String account, LocalDate from, LocalDate to) {
    }

    /**
     * A chart, what else is told of the music, or at the path itself the list of charts.
     *
     * @param path    what follows {@code /api/music}: nothing, or a slash and a chart's id, with {@code .csv} or
     *                {@code .query} behind it, or without
     * @param headers those of the message, the parameters among them
     * @throws RequestException 404 when there is nothing of this name; 400 when a parameter cannot be read
     */
    public Answer show(@Header("CamelHttpPath") String path, @Headers Map<String, Object> headers) {
        if (path == null || path.isEmpty() || path.equals("/")) {
            return Answer.json(200, new ChartList(charts.all().stream().map(ChartHead::new).toList(),
                    music.summary()));
        }
        Matcher matcher = PATH.matcher(path);
        MusicParameters asked = new MusicParameters(headers);
        if (matcher.matches() && listening.knows(matcher.group(1), matcher.group(2))) {
            return matcher.group(2) == null ? listening.show(matcher.group(1), asked)
                    : listening.csv(matcher.group(1), asked);
        }
        Chart chart = (matcher.matches() ? charts.find(matcher.group(1)) : Optional.<Chart>empty())
                .orElseThrow(() -> RequestException.notFound("There is no such chart. The charts are "
                        + charts.all().stream().map(Chart::id).collect(Collectors.joining(", ")) + "."));
        Selection selection = asked.selection(zone);
        try {
            return answer(chart, selection, matcher.group(2));
        } catch (ChartException e) {
            throw RequestException.of(UNANSWERABLE, "The chart " + chart.id() + " cannot be answered: " + e.getMessage()
                    + ". Correct its file, routes/charts/" + chart.id() + ".chart.yaml.");
        }
    }

    private Answer answer(Chart chart, Selection selection, String form) {
        if (form == null) {
            Music.Rows rows = music.rows(chart, selection);
            return Answer.json(200, new ChartRows(new ChartHead(chart),
                    new Period(selection.account(), selection.from(), selection.to()),
                    Music.columns(chart, rows.rows()), rows, chart.note(selection)));
        }
        return form.equals(".query") ? Answer.of(200, "text/plain", music.queries(chart, selection))
                : CsvFile.named(Answer.of(200, "text/csv", "").streaming(music.csv(chart, selection)), chart.id());
    }
}
