package io.github.spotifypipeline.imports.files;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files that are read, by their base names. Spotify's names and keys are the same in all languages
 * (Read_Me_First.pdf of the export).
 */
public enum ExportFileKind {

    /** Extended streaming history since 2023: songs, episodes and chapters. */
    AUDIO("Streaming_History_Audio_\\d{4}(-\\d{4})?(_\\d+)?\\.json"),

    /** Extended streaming history since 2023: music videos and video podcasts. */
    VIDEO("Streaming_History_Video_\\d{4}(-\\d{4})?(_\\d+)?\\.json"),

    /** Extended streaming history from 2021 to 2023. */
    ENDSONG("endsong(_\\d+)?\\.json"),

    /** The videos of 2021 to 2023. */
    ENDVIDEO("endvideo(_\\d+)?\\.json"),

    /** Account data: one year, by the minute, without ids. */
    SHORT("StreamingHistory(_(music|podcast|audiobook)_\\d+|\\d*)\\.json"),

    /** Account data: saved songs with their uris. */
    LIBRARY("YourLibrary\\.json"),

    /** Account data: songs of playlists with their uris. */
    PLAYLISTS("Playlist\\d*\\.json"),

    /** Plays of your_spotify, as the command {@code import --from} sends them. */
    YOUR_SPOTIFY("your_spotify_\\d+\\.json"),

    /** The artists of your_spotify, with their genres. */
    YOUR_SPOTIFY_ARTISTS("your_spotify_artists\\.json"),

    /** No file of Spotify's: exports of Last.fm, ListenBrainz (a file a month, in folders of years), Maloja, Koito. */
    SCROBBLES("(recenttracks|scrobbles|lastfm|maloja_export|koito_export).*\\.(json|csv)|\\d{1,2}\\.jsonl");

    private final Pattern name;

    ExportFileKind(String name) {
        this.name = Pattern.compile(name, Pattern.CASE_INSENSITIVE);
    }

    /**
     * What a file is.
     *
     * @param path of an entry or a file, with slashes of either kind; its folders do not count, apart from
     *             {@code __MACOSX}, which holds resource forks
     * @return empty: it must not be opened
     */
    public static Optional<ExportFileKind> of(String path) {
        String base = baseName(path);
        if (base.startsWith(".") || path.startsWith("__MACOSX/") || path.contains("/__MACOSX/")) {
            return Optional.empty();
        }
        for (ExportFileKind kind : values()) {
            if (kind.name.matcher(base).matches()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** What follows the last slash or backslash. */
    public static String baseName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    /** Whether its rows have uris, seconds and the 19 to 23 keys of the extended form. */
    public boolean isExtended() {
        return this == AUDIO || this == ENDSONG || isVideo();
    }

    /** Whether its rows are of videos. */
    public boolean isVideo() {
        return this == VIDEO || this == ENDVIDEO;
    }

    /** Whether its rows are plays that another service has kept. */
    public boolean isOfService() {
        return this == YOUR_SPOTIFY || this == SCROBBLES;
    }

    /** Whether its rows are streams of Spotify's export. */
    public boolean isHistory() {
        return isExtended() || this == SHORT;
    }
}
