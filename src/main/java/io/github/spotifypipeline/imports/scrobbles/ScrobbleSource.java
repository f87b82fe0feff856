package io.github.spotifypipeline.imports.scrobbles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The services whose files are understood, and where each says what. */
public enum ScrobbleSource {

    /** Pages of recent tracks as Last.fm's API gives them, or lines of the CSV of the same exporters. */
    LASTFM {
        @Override
        public Scrobble scrobble(ObjectNode entry) {
            List<String> artists = texts(named(entry.path("artist")));
            return make(entry, time(entry.path("date").path("uts")), text(entry.path("name")), artists,
                    named(entry.path("album")), null);
        }
    },

    /** Listens, one a line. */
    LISTENBRAINZ {
        @Override
        public Scrobble scrobble(ObjectNode entry) {
            JsonNode track = entry.path("track_metadata");
            JsonNode more = track.path("additional_info");
            String uri = uri(text(more.path("spotify_id")));
            return make(entry, time(entry.path("listened_at")), text(track.path("track_name")),
                    texts(text(track.path("artist_name"))), text(track.path("release_name")),
                    uri != null ? uri : uri(text(more.path("origin_url"))));
        }
    },

    /** {@code scrobbles} of an export, {@code list} of its API. */
    MALOJA {
        @Override
        public Scrobble scrobble(ObjectNode entry) {
            JsonNode track = entry.path("track");
            List<String> artists = new ArrayList<>();
            track.path("artists").forEach(artist -> artists.addAll(texts(text(artist))));
            JsonNode album = track.path("album");
            return make(entry, time(entry.path("time")), text(track.path("title")), artists,
                    album.isObject() ? text(album.path("albumtitle")) : text(album), null);
        }
    },

    /** {@code listens} of an export of version 1; each name is a list of aliases. */
    KOITO {
        @Override
        public Scrobble scrobble(ObjectNode entry) {
            List<String> artists = new ArrayList<>();
            entry.path("artists").forEach(artist -> artists.addAll(texts(alias(artist))));
            return make(entry, time(entry.path("listened_at")), alias(entry.path("track")), artists,
                    alias(entry.path("album")), null);
        }
    };

    private static final Pattern TRACK = Pattern.compile("(?:spotify:track:|open\\.spotify\\.com/(?:intl-\\w+/)?track/)"
            + "([0-9A-Za-z]{22})");
    private static final long LEAST_MILLIS = 100_000_000_000L;

    /** @return null where time, title or artist is missing */
    public abstract Scrobble scrobble(ObjectNode entry);

    Scrobble make(ObjectNode raw, Long at, String title, List<String> artists, String album, String uri) {
        return at == null || title == null || artists.isEmpty() ? null : new Scrobble(name().toLowerCase(Locale.ROOT),
                at, title, List.copyOf(artists), album, uri, raw);
    }

    /** Unix seconds or milliseconds, as a number or a text, or ISO 8601. */
    private static Long time(JsonNode value) {
        String text = text(value);
        if (text == null) {
            return null;
        }
        try {
            long time = text.matches("\\d{1,15}") ? Long.parseLong(text) : Instant.parse(text).toEpochMilli();
            return time <= 0 ? null : time < LEAST_MILLIS ? (Long) (time * 1000) : (Long) time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String text(JsonNode value) {
        String text = value.isValueNode() && !value.isNull() ? value.asText() : "";
        return text.isBlank() ? null : text;
    }

    private static List<String> texts(String text) {
        return text == null ? List.of() : List.of(text);
    }

    /** Last.fm writes a name as a text, or as an object with {@code #text} or {@code name}. */
    private static String named(JsonNode value) {
        return value.isObject() ? text(value.hasNonNull("#text") ? value.path("#text") : value.path("name"))
                : text(value);
    }

    private static String alias(JsonNode named) {
        String first = null;
        for (JsonNode alias : named.path("aliases")) {
            String text = text(alias.path("alias"));
            if (alias.path("is_primary").asBoolean()) {
                return text;
            }
            first = first == null ? text : first;
        }
        return first;
    }

    private static String uri(String text) {
        Matcher track = TRACK.matcher(text == null ? "" : text);
        return track.find() ? "spotify:track:" + track.group(1) : null;
    }
}
