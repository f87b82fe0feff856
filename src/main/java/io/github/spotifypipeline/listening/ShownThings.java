package io.github.spotifypipeline.listening;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How songs, artists and albums are shown. Where one has several names or uris, it is shown as the face that says most
 * of it, and of those the last by the alphabet, as in the charts.
 */
final class ShownThings {

    private static final Pattern URI = Pattern.compile("spotify:(track|artist|album):([A-Za-z0-9]{1,64})");
    /** What shows a face, from the least on. */
    static final byte WAS_IN_LIBRARY = 1;
    static final byte IN_LIBRARY = 2;
    static final byte PLAYED = 3;
    private static final int MUCH = 8;
    private static final int WITH_ID = 4;
    private static final int WITH_ALBUM = 2;
    private static final int WITH_ARTISTS = 1;

    private final Things things;
    private final byte[] use;
    private final String[][] folded = new String[ThingKind.values().length][];
    private final int[][] faces = new int[ThingKind.values().length][];
    /** By album: its artist, the one who comes first on most of its faces. */
    private final int[] albumArtists;

    /** @param use of each face; 0: nothing shows it any more */
    ShownThings(Things things, byte[] use) {
        this.things = things;
        this.use = use;
        for (ThingKind kind : ThingKind.values()) {
            faces[kind.ordinal()] = new int[things.count(kind)];
            folded[kind.ordinal()] = new String[things.count(kind)];
            Arrays.fill(faces[kind.ordinal()], Things.NONE);
        }
        List<Map<Integer, Integer>> firsts = new ArrayList<>();
        for (int album = 0; album < things.count(ThingKind.ALBUM); album++) {
            firsts.add(null);
        }
        for (int face = 0; face < use.length; face++) {
            if (use[face] != 0) {
                better(ThingKind.SONG, things.song(face), face);
                better(ThingKind.ALBUM, things.album(face), face);
                for (int artist : things.artists(face)) {
                    better(ThingKind.ARTIST, artist, face);
                }
                countFirst(firsts, face);
            }
        }
        this.albumArtists = firsts.stream().mapToInt(ShownThings::most).toArray();
    }

    private void better(ThingKind kind, int thing, int face) {
        if (thing != Things.NONE) {
            int known = faces[kind.ordinal()][thing];
            if (known == Things.NONE || isBetter(kind, thing, face, known)) {
                faces[kind.ordinal()][thing] = face;
            }
        }
    }

    private boolean isBetter(ThingKind kind, int thing, int face, int known) {
        int difference = says(face) - says(known);
        if (difference != 0) {
            return difference > 0;
        }
        int names = Objects.toString(named(kind, thing, face).name(), "")
                .compareTo(Objects.toString(named(kind, thing, known).name(), ""));
        return names > 0 || names == 0 && Objects.toString(things.face(face).uri(), "")
                .compareTo(Objects.toString(things.face(known).uri(), "")) > 0;
    }

    /** What was played shows itself as it was played, whether the library was read or not. */
    private int says(int number) {
        SongFace face = things.face(number);
        return use[number] * MUCH + (face.uri() != null && face.uri().startsWith("spotify:track:") ? WITH_ID : 0)
                + (face.album() != null && face.album().uri() != null ? WITH_ALBUM : 0)
                + (!face.artists().isEmpty() && face.artists().get(0).uri() != null ? WITH_ARTISTS : 0);
    }

    /** What a face says of a thing. */
    private NameAndUri named(ThingKind kind, int thing, int face) {
        SongFace shown = things.face(face);
        return switch (kind) {
            case SONG -> new NameAndUri(shown.name(), shown.uri());
            case ALBUM -> things.albumOf(face);
            case ARTIST -> things.artist(face, thing);
        };
    }

    private void countFirst(List<Map<Integer, Integer>> firsts, int face) {
        int album = things.album(face);
        if (album != Things.NONE && things.artists(face).length > 0) {
            Map<Integer, Integer> counts = firsts.get(album);
            if (counts == null) {
                counts = new LinkedHashMap<>();
                firsts.set(album, counts);
            }
            counts.merge(things.artists(face)[0], 1, Integer::sum);
        }
    }

    private static int most(Map<Integer, Integer> counts) {
        return counts == null ? Things.NONE : counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry::getKey)).orElseThrow()
                .getKey();
    }

    boolean isPlayed(int face) {
        return face < use.length && use[face] == PLAYED;
    }

    /** The face as which a thing is shown, or {@link Things#NONE}. */
    int face(ThingKind kind, int thing) {
        return faces[kind.ordinal()][thing];
    }

    /** Its name; null when it has none. */
    String name(ThingKind kind, int thing) {
        return named(kind, thing, face(kind, thing)).name();
    }

    /** Its name as it is compared in a search. */
    String folded(ThingKind kind, int thing) {
        String[] names = folded[kind.ordinal()];
        if (names[thing] == null) {
            names[thing] = things.folded(name(kind, thing));
        }
        return names[thing];
    }

    /** Of a song all artists, of an album the one whose it is. */
    List<Integer> artists(ThingKind kind, int thing) {
        return switch (kind) {
            case SONG -> Arrays.stream(things.artists(face(kind, thing))).boxed().toList();
            case ALBUM -> albumArtists[thing] == Things.NONE ? List.of() : List.of(albumArtists[thing]);
            case ARTIST -> List.of();
        };
    }

    /** What a row says of a thing: its key, its names and its addresses. */
    Map<String, Object> row(ThingKind kind, int thing) {
        int face = face(kind, thing);
        NameAndUri named = named(kind, thing, face);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("key", things.key(kind, thing));
        row.put("name", named.name());
        row.put("artists", artists(kind, thing).stream().map(artist -> named(ThingKind.ARTIST, artist)).toList());
        int album = kind == ThingKind.SONG ? things.album(face) : Things.NONE;
        row.put("album", album == Things.NONE ? null : named(ThingKind.ALBUM, album));
        row.put("uri", named.uri() == null || named.uri().startsWith("export:") ? null : named.uri());
        Matcher uri = URI.matcher(Objects.toString(named.uri(), ""));
        row.put("link", uri.matches() ? "https://open.spotify.com/" + uri.group(1) + "/" + uri.group(2) : null);
        row.put("cover", cover(kind, named.uri(), things.face(face).uri()));
        return row;
    }

    private Map<String, Object> named(ThingKind kind, int thing) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", name(kind, thing));
        named.put("key", things.key(kind, thing));
        return named;
    }

    private static String cover(ThingKind kind, String own, String song) {
        Matcher uri = URI.matcher(Objects.toString(kind == ThingKind.ARTIST ? own : song, ""));
        return uri.matches() && uri.group(1).equals(kind == ThingKind.ARTIST ? "artist" : "track")
                ? "covers/" + uri.group(1) + "/" + uri.group(2) : null;
    }
}
