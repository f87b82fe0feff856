package io.github.spotifypipeline.listening;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a list is about. */
public enum ThingKind {

    SONG,
    ARTIST,
    ALBUM;

    /** As in {@code song}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As in {@code songs}. */
    public String words() {
        return word() + "s";
    }

    public static Optional<ThingKind> ofWord(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    public static Optional<ThingKind> ofWords(String words) {
        return Stream.of(values()).filter(kind -> kind.words().equals(words)).findFirst();
    }
}
