package io.github.spotifypipeline.listening;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** By what the most is told. */
public enum Measure {

    PLAYS,
    HOURS;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Measure> ofWord(String word) {
        return Stream.of(values()).filter(measure -> measure.word().equals(word)).findFirst();
    }
}
