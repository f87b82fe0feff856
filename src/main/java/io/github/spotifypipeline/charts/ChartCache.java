package io.github.spotifypipeline.charts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps the last answers for a minute each, and makes one after the other: a page asks for the same charts again and
 * again, and the embedded database reads all plays for each.
 */
final class ChartCache {

    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final int MOST = 50;

    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Map<Key, Answer> answers = new LinkedHashMap<>();

    ChartCache(Clock clock) {
        this.clock = clock;
    }

    /**
     * The question, and what the answer depends on.
     *
     * @param plays  how many there were
     * @param newest the {@code _id} of each listener's newest play: of two accounts, one that went and one that came,
     *               the number of plays may be the same
     */
    record Key(String chart, Selection selection, long plays, List<String> newest) {
    }

    private record Answer(Music.Rows rows, Instant at) {
    }

    /** The answer that is kept, or a new one. Whoever asks the same meanwhile waits for that. */
    Music.Rows get(Key key, Supplier<Music.Rows> reading) {
        Music.Rows known = known(key);
        return known != null ? known : inTurn(() -> {
            Music.Rows meanwhile = known(key);
            return meanwhile != null ? meanwhile : keep(key, clock.instant(), reading.get());
        });
    }

    /** Reads something large while nobody else does. */
    <T> T inTurn(Supplier<T> reading) {
        turn.lock();
        try {
            return reading.get();
        } finally {
            turn.unlock();
        }
    }

    private synchronized Music.Rows known(Key key) {
        Answer known = answers.get(key);
        return known != null && Duration.between(known.at(), clock.instant()).abs().compareTo(LIFE) < 0 ? known.rows()
                : null;
    }

    private synchronized Music.Rows keep(Key key, Instant at, Music.Rows rows) {
        answers.remove(key);
        answers.put(key, new Answer(rows, at));
        if (answers.size() > MOST) {
            answers.remove(answers.keySet().iterator().next());
        }
        return rows;
    }
}
