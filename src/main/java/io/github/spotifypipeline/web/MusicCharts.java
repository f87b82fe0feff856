package io.github.spotifypipeline.web;

import io.github.spotifypipeline.charts.Chart;
import io.github.spotifypipeline.charts.ChartQueries;
import io.github.spotifypipeline.charts.Music;
import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.http.Answer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Header;

/** What {@code GET /api/music} and the paths below it show: charts, as JSON, as CSV, and as the query behind them. */
public final class MusicCharts {

    private static final Pattern PATH = Pattern.compile("/([a-z-]{1,40})(\\.csv|\\.query)?");
    private static final int DAY_CHARACTERS = 10;
    private static final int MOST_ID_CHARACTERS = 200;

    private final Music music;
    private final ZoneId zone;

    /** @param zone where the days of a period are at home */
    public MusicCharts(Music music, ZoneId zone) {
        this.music = music;
        this.zone = zone;
    }

    /**
     * A chart, or at the path itself the list of charts.
     *
     * @param path    what follows {@code /api/music}: nothing, or a slash and a chart's id, with {@code .csv} or
     *                {@code .query} behind it, or without
     * @param account an account's id; null or empty: all accounts
     * @param from    the first day, {@code YYYY-MM-DD}; null or empty: from the beginning
     * @param to      the last day, so, too
     * @throws ErrorAnswers.NotFoundException   when there is no such chart
     * @throws ErrorAnswers.BadRequestException when a day is none, or the days are in the wrong order
     */
    public Answer show(@Header("CamelHttpPath") String path, @Header("account") String account,
                       @Header("from") String from, @Header("to") String to) {
        if (path == null || path.isEmpty() || path.equals("/")) {
            return list();
        }
        Matcher matcher = PATH.matcher(path);
        Chart chart = (matcher.matches() ? ChartQueries.find(matcher.group(1)) : Optional.<Chart>empty())
                .orElseThrow(() -> new ErrorAnswers.NotFoundException("There is no such chart. The charts are "
                        + ChartQueries.all().stream().map(Chart::id).collect(Collectors.joining(", ")) + "."));
        Selection selection = selection(account, from, to);
        String form = matcher.group(2) == null ? "" : matcher.group(2);
        return switch (form) {
            case ".csv" -> Answer.of(200, "text/csv", "").streaming(music.csv(chart, selection))
                    .with("Content-Disposition", "attachment; filename=\"" + chart.id() + ".csv\"");
            case ".query" -> Answer.of(200, "text/plain", music.queries(chart, selection));
            default -> rows(chart, selection);
        };
    }

    private Answer list() {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("charts", ChartQueries.all().stream().map(MusicCharts::head).toList());
        Music.Summary summary = music.summary();
        list.put("first_play_at", Objects.toString(summary.firstPlayAt(), null));
        list.put("last_play_at", Objects.toString(summary.lastPlayAt(), null));
        list.put("plays", summary.plays());
        return ErrorAnswers.json(200, list);
    }

    private static Map<String, Object> head(Chart chart) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("chart", chart.id());
        head.put("title", chart.title());
        head.put("description", chart.description());
        return head;
    }

    private Answer rows(Chart chart, Selection selection) {
        Music.Rows rows = music.rows(chart, selection);
        Map<String, Object> shown = head(chart);
        shown.put("account", selection.account());
        shown.put("from", selection.from() == null ? null : selection.from().toString());
        shown.put("to", selection.to() == null ? null : selection.to().toString());
        shown.put("columns", chart.columns());
        shown.put("rows", rows.rows());
        shown.put("total", rows.total());
        shown.put("documents", rows.documents());
        return ErrorAnswers.json(200, shown);
    }

    private Selection selection(String account, String from, String to) {
        if (account != null && account.length() > MOST_ID_CHARACTERS) {
            throw new ErrorAnswers.BadRequestException("account must be an account's id, which has "
                    + MOST_ID_CHARACTERS + " characters at most.");
        }
        LocalDate first = day("from", from);
        LocalDate last = day("to", to);
        if (first != null && last != null && first.isAfter(last)) {
            throw new ErrorAnswers.BadRequestException("from must not be after to.");
        }
        return new Selection(account == null || account.isEmpty() ? null : account, first, last, zone);
    }

    private static LocalDate day(String name, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            if (text.length() == DAY_CHARACTERS) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // as any other that is no day
        }
        throw new ErrorAnswers.BadRequestException(name + " must be a day, written as YYYY-MM-DD, such as 2026-11-22.");
    }
}
