package io.github.spotifypipeline.listening;

import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.database.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Answers questions about what was heard. The answers are shaped as the API has them: names with underscores.
 *
 * <p>Each may throw a {@link io.github.spotifypipeline.charts.StillCountingException} while plays are read for the
 * first time.
 */
public final class Listening {

    private final ListeningTable table;
    private final Clock clock;

    /** @param background takes what lasts, one after the other */
    public Listening(Database database, Clock clock, Executor background) {
        this.table = new ListeningTable(database, clock, background);
        this.clock = clock;
    }

    private <T> T ask(Selection selection, Function<ListenedPlays, T> question) {
        return table.ask(plays -> question.apply(plays.of(selection.account())));
    }

    private static DayPeriod period(Selection selection) {
        return new DayPeriod(selection.from(), selection.to(), selection.zone());
    }

    private LocalDate today(Selection selection) {
        return LocalDate.ofInstant(clock.instant(), selection.zone());
    }

    /** What was heard most. @param after how many rows to leave out */
    public Map<String, Object> tops(ThingKind kind, Measure by, Selection selection, int most, int after) {
        DayPeriod period = period(selection);
        return ask(selection, plays -> new TopList(plays, kind, by, period, period.before(today(selection)))
                .answer(by, selection.from(), selection.to(), most, after));
    }

    /** All that is told of a song, an artist or an album; empty when the key is of none. */
    public Optional<Map<String, Object>> thing(ThingKind kind, String key, Selection selection) {
        return ask(selection, plays -> {
            int thing = plays.things().find(kind, key);
            return thing == Things.NONE || plays.shown().face(kind, thing) == Things.NONE ? Optional.empty()
                    : Optional.of(new ThingPage(plays, kind, thing, period(selection)).answer());
        });
    }

    /** The rows of a list for CSV. */
    public List<Map<String, Object>> allTops(ThingKind kind, Measure by, Selection selection) {
        DayPeriod period = period(selection);
        return ask(selection, plays -> new TopList(plays, kind, by, period, period.before(today(selection)))
                .rows(Integer.MAX_VALUE, 0));
    }
}
