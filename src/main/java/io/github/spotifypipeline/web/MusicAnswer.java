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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Header;

/** {@code GET /api/music} and the paths below it: charts, as JSON, as CSV, and as the query behind them. */
public final class MusicAnswer {

    private static final Pattern PATH = Pattern.compile("/([a-z-]{1,40})(\\.csv|\\.query)?");
    private static final int MOST_ID_CHARACTERS = 200;

    private final Music music;
    private final ZoneId zone;

    /** @param zone the time zone of the days */
    public MusicAnswer(Music music, ZoneId zone) {
        this.music = music;
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
     * A chart, or at the path itself the list of charts.
     *
     * @param path    what follows {@code /api/music}: nothing, or a slash and a chart's id, with {@code .csv} or
     *                {@code .query} behind it, or without
     * @param account an account's id; null or empty: all accounts
     * @param from    the first day, {@code YYYY-MM-DD}; null or empty: from the beginning
     * @param to      the last day; null or empty: to the end
     * @throws RequestException 404 when there is no such chart; 400 when a day is none, or the days are in the wrong
     *         order
     */
    public Answer show(@Header("CamelHttpPath") String path, @Header("account") String account,
                       @Header("from") String from, @Header("to") String to) {
        if (path == null || path.isEmpty() || path.equals("/")) {
            return Answer.json(200, new ChartList(ChartCatalog.all().stream().map(ChartHead::new).toList(),
                    music.summary()));
        }
        Matcher matcher = PATH.matcher(path);
        Chart chart = (matcher.matches() ? ChartCatalog.find(matcher.group(1)) : Optional.<Chart>empty())
                .orElseThrow(() -> RequestException.notFound("There is no such chart. The charts are "
                        + ChartCatalog.all().stream().map(Chart::id).collect(Collectors.joining(", ")) + "."));
        Selection selection = selection(account, from, to);
        if (matcher.group(2) == null) {
            return Answer.json(200, new ChartRows(new ChartHead(chart),
                    new Period(selection.account(), selection.from(), selection.to()), chart.columns(),
                    music.rows(chart, selection)));
        }
        return matcher.group(2).equals(".query") ? Answer.of(200, "text/plain", music.queries(chart, selection))
                : Answer.of(200, "text/csv", "").streaming(music.csv(chart, selection))
                        .with("Content-Disposition", "attachment; filename=\"" + chart.id() + ".csv\"");
    }

    private Selection selection(String account, String from, String to) {
        if (account != null && account.length() > MOST_ID_CHARACTERS) {
            throw RequestException.bad("account must be an account's id, which has " + MOST_ID_CHARACTERS
                    + " characters at most.");
        }
        LocalDate first = day("from", from);
        LocalDate last = day("to", to);
        if (first != null && last != null && first.isAfter(last)) {
            throw RequestException.bad("from must not be after to.");
        }
        return new Selection(account == null || account.isEmpty() ? null : account, first, last, zone);
    }

    private static LocalDate day(String name, String text) {
        return text == null || text.isEmpty() ? null : Selection.day(text).orElseThrow(() -> RequestException.bad(
                name + " must be a day, written as YYYY-MM-DD, such as 2026-11-22."));
    }
}
