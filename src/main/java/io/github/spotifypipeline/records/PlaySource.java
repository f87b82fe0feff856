package io.github.spotifypipeline.records;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Where a play comes from, as its field {@code source} says. */
public enum PlaySource {

    /** Spotify's Web API. */
    API("api"),

    /** Spotify's privacy export, the extended streaming history. */
    EXPORT("export"),

    /** The package "Account data" of the privacy export: by the minute, without uris. */
    EXPORT_SHORT("export-short"),

    /** What your_spotify has asked the Web API for, or has imported. */
    YOUR_SPOTIFY("your_spotify"),

    /** Scrobbles of Last.fm. */
    LASTFM("lastfm"),

    /** Scrobbles of ListenBrainz. */
    LISTENBRAINZ("listenbrainz"),

    /** Scrobbles of Maloja. */
    MALOJA("maloja"),

    /** Scrobbles of Koito. */
    KOITO("koito");

    private final String text;

    PlaySource(String text) {
        this.text = text;
    }

    /** As documents call it. */
    public String text() {
        return text;
    }

    /** Whether it is a row of Spotify's privacy export. */
    public boolean isExport() {
        return this == EXPORT || this == EXPORT_SHORT;
    }

    /** Whether another service has noted it. */
    public boolean isScrobble() {
        return compareTo(YOUR_SPOTIFY) > 0;
    }

    /** What documents call those that something holds for. */
    public static List<String> texts(Predicate<PlaySource> which) {
        return Arrays.stream(values()).filter(which).map(PlaySource::text).toList();
    }

    /** That of a text. @throws IllegalArgumentException when there is none */
    public static PlaySource of(String text) {
        return Arrays.stream(values()).filter(source -> source.text.equals(text)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("there is no source " + text));
    }
}
