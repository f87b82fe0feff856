package io.github.spotifypipeline.listening;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** Reads a song of the fields that plays and the mirrored lists have in common. */
final class SongFaceReader {

    private SongFaceReader() {
    }

    /** @param name the field of its name @param uri the field of its uri */
    static SongFace face(Document document, String name, String uri) {
        return new SongFace(true, text(document.get("isrc")), text(document.get(uri)), text(document.get(name)),
                artists(document), album(document), document.get("duration_ms") instanceof Number number
                        && number.longValue() >= 0 && number.longValue() <= Integer.MAX_VALUE
                        ? (Integer) number.intValue() : null);
    }

    static List<NameAndUri> artists(Document document) {
        List<NameAndUri> artists = new ArrayList<>();
        if (document.get("artist_names") instanceof List<?> names) {
            List<?> uris = document.get("artist_uris") instanceof List<?> list ? list : List.of();
            for (int i = 0; i < names.size(); i++) {
                artists.add(new NameAndUri(text(names.get(i)), i < uris.size() ? text(uris.get(i)) : null));
            }
        }
        return List.copyOf(artists);
    }

    private static NameAndUri album(Document document) {
        String name = text(document.get("album_name"));
        String uri = text(document.get("album_uri"));
        return name == null && uri == null ? null : new NameAndUri(name, uri);
    }

    static String text(Object value) {
        return value instanceof String text ? text : null;
    }
}
