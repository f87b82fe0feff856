package io.github.spotifysandbox.accounts;

import io.github.spotifysandbox.music.Play;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The plays that a test added to an account, among the generated ones. Safe for several threads. */
final class AddedPlays {

    private static final int RECENT_PLAYS = 50;

    private final Function<Instant, List<Play>> generated;
    private final List<Play> added = new ArrayList<>();
    private boolean generatedShown = true;

    AddedPlays(Function<Instant, List<Play>> generated) {
        this.generated = generated;
    }

    synchronized void add(Play play) {
        added.add(play);
    }

    synchronized void clear() {
        added.clear();
    }

    synchronized void showGenerated(boolean shown) {
        generatedShown = shown;
    }

    /** The last fifty plays at a moment, newest first. Plays of one millisecond keep the order they were added in. */
    synchronized List<Play> upTo(Instant now) {
        Stream<Play> others = generatedShown ? generated.apply(now).stream() : Stream.empty();
        return Stream.concat(added.stream(), others).filter(play -> !play.at().isAfter(now))
                .sorted(Comparator.comparing(Play::at).reversed()).limit(RECENT_PLAYS).toList();
    }
}
