package io.github.spotifypipeline.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** What goes wrong with a call in the soak, in the words of its report. */
enum SoakFault {

    SERVER_ERROR("500"), BAD_GATEWAY("502"), UNAVAILABLE("503"), RESET("reset"), TRUNCATED("broken off"),
    HTML("200 HTML"), UNAUTHORIZED("401"), SHORT_LIMIT("429 short"), LONG_LIMIT("429 long"), QUOTA("429 quota");

    private static final SoakFault[] OF_ONE_CALL =
            {SERVER_ERROR, BAD_GATEWAY, UNAVAILABLE, RESET, TRUNCATED, HTML, UNAUTHORIZED};

    private final String words;

    SoakFault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /**
     * The faults of a soak: those of single calls by chance, and at times drawn from the seed those that concern all.
     */
    static final class Source {

        private static final Duration DOWN = Duration.ofHours(2);

        private final double share;
        private final Deque<Event> events = new ArrayDeque<>();
        private Instant downUntil = Instant.MIN;

        private record Event(Instant at, SoakFault fault) {
        }

        /** @param share how many of the calls go wrong for themselves, 0 to 1; with 0, nothing goes wrong at all */
        Source(double share, long seed, Instant start, Duration lifetime) {
            this.share = share;
            Random random = new Random(seed);
            SoakFault[] kinds = {LONG_LIMIT, UNAVAILABLE, SHORT_LIMIT, QUOTA, SHORT_LIMIT};
            Instant at = start;
            for (int i = 0; share > 0 && at.isBefore(start.plus(lifetime)); i++) {
                at = at.plusSeconds(3600 * 6 + random.nextInt(3600 * 24));
                events.add(new Event(at, kinds[i % kinds.length]));
            }
        }

        /** What happens to the next call to the Web API; null: nothing. */
        synchronized SoakFault next(SoakAccount account, Instant now) {
            if (now.isBefore(downUntil)) {
                return UNAVAILABLE;
            }
            Event event = events.peek();
            if (event != null && !now.isBefore(event.at())) {
                events.remove();
                downUntil = event.fault() == UNAVAILABLE ? now.plus(DOWN) : downUntil;
                return event.fault();
            }
            return ofOneCall(account);
        }

        /** What happens to the next call for tokens; null: nothing. */
        SoakFault ofOneCall(SoakAccount account) {
            double draw = account.nextRandom();
            return draw >= share ? null : OF_ONE_CALL[(int) (draw / share * OF_ONE_CALL.length)];
        }

        /** Nothing goes wrong from now on. */
        synchronized void end() {
            events.clear();
            downUntil = Instant.MIN;
        }
    }
}
