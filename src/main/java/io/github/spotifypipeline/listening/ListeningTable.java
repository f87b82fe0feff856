package io.github.spotifypipeline.listening;

import io.github.spotifypipeline.charts.ChartMonths;
import io.github.spotifypipeline.charts.Counting;
import io.github.spotifypipeline.charts.Listeners;
import io.github.spotifypipeline.charts.MonthOfPlays;
import io.github.spotifypipeline.charts.MonthStamps;
import io.github.spotifypipeline.charts.Part;
import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.charts.StillCountingException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.PlayMonths;
import java.lang.ref.SoftReference;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Brings the table up to date: months that are over come from what is kept of them, or are read, which lasts and goes
 * on in the background; what was before today is read again when it was written to, and today whenever something was.
 */
final class ListeningTable {

    /** About as many as the embedded database reads in half a second. */
    private static final long FEW_PLAYS = 10_000;
    private static final long PATIENCE_MILLIS = 1_000;
    private static final String NAME = "listening";

    private final Database database;
    private final Clock clock;
    private final MonthStamps months;
    private final ChartMonths kept;
    private final Counting counting;
    private final ReentrantLock turn = new ReentrantLock(true);
    private SoftReference<PlayTable> table = new SoftReference<>(null);

    /** @param background takes what lasts, one after the other */
    ListeningTable(Database database, Clock clock, Executor background) {
        this.database = database;
        this.clock = clock;
        PlayMonths marks = new PlayMonths(database);
        this.months = new MonthStamps(database, marks, new Listeners(database));
        this.kept = new ChartMonths(database, marks);
        this.counting = new Counting(background);
    }

    /**
     * The answer to a question, one after the other.
     *
     * @throws StillCountingException when plays have to be read for the first time and that lasts
     */
    <T> T ask(Function<PlayTable, T> question) {
        try {
            return inTurn(question);
        } catch (StillCountingException e) {
            counting.await(NAME, PATIENCE_MILLIS);
            return inTurn(question);
        }
    }

    private <T> T inTurn(Function<PlayTable, T> question) {
        turn.lock();
        try {
            return question.apply(current());
        } finally {
            turn.unlock();
        }
    }

    private PlayTable current() {
        if (counting.isRunning(NAME)) {
            counting.await(NAME, 0);
        }
        Map<String, List<MonthOfPlays>> all = months.all();
        PlayTable current = held();
        Map<String, MonthOfPlays> whole = new LinkedHashMap<>();
        Map<String, List<Part>> rest = new LinkedHashMap<>();
        all.forEach((account, ofAccount) -> {
            Part.Division division = Part.divide(new Selection(account, null, null, ZoneOffset.UTC), ofAccount,
                    months.haveAll(), clock.instant());
            division.whole().forEach(month -> whole.put(month.key(), month));
            rest.put(account, division.rest());
        });
        current.keepOnly(all.keySet(), whole);
        complete(current, whole);
        rest.forEach((account, parts) -> putRest(current, account, all.get(account), parts));
        return current;
    }

    private PlayTable held() {
        PlayTable held = table.get();
        if (held == null) {
            held = new PlayTable();
            table = new SoftReference<>(held);
        }
        return held;
    }

    /** Adds the months that are missing. While that lasts, nobody is answered. */
    private void complete(PlayTable current, Map<String, MonthOfPlays> whole) {
        List<MonthOfPlays> missing = whole.values().stream().filter(month -> !current.has(month)).toList();
        if (missing.stream().mapToLong(month -> month.stamp().plays()).sum() > FEW_PLAYS) {
            counting.begin(NAME, missing, whole.size(), month -> {
                PlayColumns plays = plays(month);
                turn.lock();
                try {
                    current.put(month, plays);
                } finally {
                    turn.unlock();
                }
            });
            throw new StillCountingException(whole.size() - missing.size(), whole.size());
        }
        missing.forEach(month -> current.put(month, plays(month)));
    }

    private PlayColumns plays(MonthOfPlays month) {
        byte[] packed = kept.find(NAME, PackedPlays.DEFINITION, month).orElse(null);
        if (packed != null) {
            return PackedPlays.unpack(packed);
        }
        PlayColumns plays = PlayReader.read(database.collection(PlayMonths.PLAYS), month.plays());
        kept.keep(NAME, PackedPlays.DEFINITION, month, PackedPlays.pack(plays));
        return plays;
    }

    private void putRest(PlayTable current, String account, List<MonthOfPlays> ofAccount, List<Part> parts) {
        boolean settled = ofAccount.stream().allMatch(MonthOfPlays::isSettled);
        String all = ofAccount.stream().map(month -> month.key() + month.stamp()).toList().toString();
        Map<String, String> wanted = new LinkedHashMap<>();
        Map<String, Part> byName = new LinkedHashMap<>();
        for (Part part : parts) {
            String name = part.filter().toString();
            String stamp = part.key() != null ? part.stamp() : settled && months.haveAll() ? all : null;
            wanted.put(name, stamp == null ? null : months.recounts() + " " + stamp);
            byName.put(name, part);
        }
        current.putRest(account, wanted, name ->
                PlayReader.read(database.collection(PlayMonths.PLAYS), byName.get(name).filter()));
    }
}
