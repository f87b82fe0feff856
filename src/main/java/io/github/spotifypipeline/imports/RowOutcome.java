package io.github.spotifypipeline.imports;

import java.util.Locale;

/** What became of a row; each row has exactly one. */
public enum RowOutcome {

    /** A play of it was stored. */
    NEW,

    /** Its document, or the play of the API that it was merged into, was there before. */
    KNOWN,

    /** A play of the API got it as its {@code stream}. */
    MERGED,

    /** Its document went from {@code plays} to {@code other_streams} or back: {@code import.play-after} changed. */
    MOVED,

    /** It is a copy of another row, or a row of the short form whose time the extended form covers. */
    DUPLICATE,

    /** Stored in {@code other_streams}. */
    SHORT, EPISODE, CHAPTER,

    /** Nothing is known but that something was heard; not stored. */
    EMPTY,

    /** Stored in {@code dead_letters}, the first 1,000 of an import. */
    DEAD,

    /** Of a private session, which {@code --without-private} leaves out. */
    PRIVATE_LEFT_OUT;

    /** As the document of the import and the API call it. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of a row whose document is stored for the first time. */
    public static RowOutcome stored(Place place) {
        return switch (place) {
            case PLAY -> NEW;
            case SHORT -> SHORT;
            case EPISODE -> EPISODE;
            case CHAPTER -> CHAPTER;
        };
    }
}
