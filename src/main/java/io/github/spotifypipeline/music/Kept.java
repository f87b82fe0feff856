package io.github.spotifypipeline.music;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The last answers, each for a minute: a page asks for the same chart again and again, and the embedded database reads
 * all plays for it, while syncs wait.
 */
final class Kept {

    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final int MOST = 50;

    private final Clock clock;
    private final Map<Key, Answer> answers = new LinkedHashMap<>();

    Kept(Clock clock) {
        this.clock = clock;
    }

    /** What an answer is to. @param plays how many there were */
    record Key(String chart, Selection selection, long plays) {
    }

    private record Answer(Music.Rows rows, Instant at) {
    }

    /** The answer that is kept, or a new one. */
    Music.Rows get(Key key, Supplier<Music.Rows> reading) {
        Instant now = clock.instant();
        Answer known = answer(key);
        if (known != null && now.isBefore(known.at().plus(LIFE))) {
            return known.rows();
        }
        Music.Rows rows = reading.get();
        keep(key, new Answer(rows, now));
        return rows;
    }

    private synchronized Answer answer(Key key) {
        return answers.get(key);
    }

    private synchronized void keep(Key key, Answer answer) {
        answers.remove(key);
        answers.put(key, answer);
        if (answers.size() > MOST) {
            answers.remove(answers.keySet().iterator().next());
        }
    }
}
