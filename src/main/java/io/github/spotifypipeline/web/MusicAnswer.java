package io.github.spotifypipeline.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.spotifypipeline.charts.Chart;
import io.github.spotifypipeline.charts.ChartCatalog;
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

    private static final Pattern PATH = Pattern.compile("/([a-z-]{1,40})(\\.csv|\\.query)?");

    private final Music music;
    private final ListeningAnswer listening;
    private final ZoneId zone;

    /** @param zone the time zone of the days */
    public MusicAnswer(Music music, ListeningAnswer listening, ZoneId zone) {
        this.music = music;
        this.listening = listening;
        this.zone = zone;
    }

    private record ChartHead(String chart, String title, String description) {

        ChartHead(Chart chart) {
            this(chart.id(), chart.title(), chart.description());
        }
    }

    private record ChartList(List<ChartHead> charts, @JsonUnwrapped Music.Summary summary) {
    }

    private record ChartRows(@JsonUnwrapped ChartHead head, @JsonUnwrapped Period period, List<String> columns,
                             @JsonUnwrapped Music.Rows rows) {
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
            return Answer.json(200, new ChartList(ChartCatalog.all().stream().map(ChartHead::new).toList(),
                    music.summary()));
        }
        Matcher matcher = PATH.matcher(path);
        MusicParameters asked = new MusicParameters(headers);
        if (matcher.matches() && listening.knows(matcher.group(1), matcher.group(2))) {
            return matcher.group(2) == null ? listening.show(matcher.group(1), asked)
                    : listening.csv(matcher.group(1), asked);
        }
        Chart chart = (matcher.matches() ? ChartCatalog.find(matcher.group(1)) : Optional.<Chart>empty())
                .orElseThrow(() -> RequestException.notFound("There is no such chart. The charts are "
                        + ChartCatalog.all().stream().map(Chart::id).collect(Collectors.joining(", ")) + "."));
        Selection selection = asked.selection(zone);
        if (matcher.group(2) == null) {
            return Answer.json(200, new ChartRows(new ChartHead(chart),
                    new Period(selection.account(), selection.from(), selection.to()), chart.columns(),
                    music.rows(chart, selection)));
        }
        return matcher.group(2).equals(".query") ? Answer.of(200, "text/plain", music.queries(chart, selection))
                : CsvFile.named(Answer.of(200, "text/csv", "").streaming(music.csv(chart, selection)), chart.id());
    }
}
