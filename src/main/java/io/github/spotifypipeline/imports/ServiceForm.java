package io.github.spotifypipeline.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.imports.scrobbles.Scrobble;
import io.github.spotifypipeline.records.PlaySource;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalLong;

/** Makes a row of what another service than Spotify has kept of a play. */
final class ServiceForm {

    /** No service keeps a song that was heard shorter (Last.fm's rules of scrobbling; your_spotify's import). */
    private static final long LEAST_HEARD = 30_000;

    private final RowForm form;
    private final SongUris songs;

    ServiceForm(RowForm form, SongUris songs) {
        this.form = form;
        this.songs = songs;
    }

    /** @param scrobble null where time, title or artist is missing */
    ExportRow scrobble(Scrobble scrobble, ObjectNode raw) {
        if (scrobble == null) {
            return ExportRow.dead(raw, "has no time, title or artist");
        }
        String fault = form.fault(OptionalLong.of(scrobble.listenedAt()), "it");
        if (fault != null) {
            return ExportRow.dead(raw, fault);
        }
        SongNames names = new SongNames(scrobble.title(), scrobble.artists().get(0), scrobble.album());
        ObjectNode song = raw.objectNode();
        scrobble.artists().forEach(song.putArray("artist_names")::add);
        return new ExportRow(RowKind.TRACK, scrobble.uri() != null ? scrobble.uri() : uri(names), names,
                new Heard(scrobble.listenedAt(), LEAST_HEARD, null, false, false, false,
                        PlaySource.of(scrobble.source())), raw, null, song);
    }

    private String uri(SongNames names) {
        String ofAlbum = songs.uri(names);
        String known = ofAlbum != null ? ofAlbum : songs.uriOfAnyAlbum(names);
        return known != null ? known : names.exportUri();
    }

    /**
     * Of a play of your_spotify, as {@code import --from} sends it. The Web API says milliseconds, a row that
     * your_spotify has imported ends with 000.
     */
    ExportRow yourSpotify(ObjectNode raw) {
        OptionalLong time = time(RowFields.text(raw, "played_at"));
        String fault = form.fault(time, "played_at");
        String id = RowFields.text(raw, "id");
        JsonNode track = raw.path("track");
        if (fault == null && id == null) {
            fault = "has no id of a song";
        } else if (fault == null && !track.path("name").isTextual()) {
            fault = "is of a song that your_spotify does not know";
        }
        if (fault != null) {
            return ExportRow.dead(raw, fault);
        }
        long end = time.getAsLong();
        JsonNode artists = track.path("artists");
        SongNames names = new SongNames(track.get("name").textValue(), artists.path(0).path("name").textValue(),
                track.path("album").path("name").textValue());
        return new ExportRow(RowKind.TRACK, "spotify:track:" + id, names, new Heard(end, LEAST_HEARD,
                end % 1000 == 0 ? null : (Long) end, false, false, false, PlaySource.YOUR_SPOTIFY), raw, null,
                song(raw, track));
    }

    private static OptionalLong time(String text) {
        try {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Instant.parse(text).toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static ObjectNode song(ObjectNode raw, JsonNode track) {
        ObjectNode song = raw.objectNode();
        ArrayNode names = song.putArray("artist_names");
        ArrayNode uris = song.putArray("artist_uris");
        track.path("artists").forEach(artist -> {
            names.add(artist.get("name"));
            uris.add(artist.get("uri"));
        });
        song.set("album_uri", track.path("album").get("uri"));
        song.set("duration_ms", track.get("duration_ms"));
        song.set("explicit", track.get("explicit"));
        return song;
    }
}
