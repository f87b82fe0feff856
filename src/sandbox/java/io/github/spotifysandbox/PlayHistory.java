package io.github.spotifysandbox;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An account's plays as Spotify lets them be seen: the last fifty at this moment, nothing before. */
final class PlayHistory {

    static final int WINDOW = 50;

    private final Clock clock;
    private final PlayGenerator generator;

    PlayHistory(Clock clock, PlayGenerator generator) {
        this.clock = clock;
        this.generator = generator;
    }

    /** Newest first; plays of the same millisecond in the order they were added. */
    List<Play> window(SandboxAccount account) {
        Instant now = clock.instant();
        Stream<Play> generated = account.playsGenerated()
                ? generator.latest(account.id(), now, WINDOW).stream()
                : Stream.empty();
        return Stream.concat(account.addedPlays().stream(), generated)
                .filter(play -> !play.at().isAfter(now))
                .sorted(Comparator.comparing(Play::at).reversed())
                .limit(WINDOW)
                .toList();
    }
}
