package io.github.spotifypipeline.listening;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The songs, artists and albums of the table, by number. It only grows: what nothing shows any more is not shown. */
final class Things {

    static final int NONE = -1;

    private final Map<SongFace, Integer> numbers = new HashMap<>();
    private final List<SongFace> faces = new ArrayList<>();
    private final Map<ThingKind, Map<String, Integer>> byKey = new EnumMap<>(ThingKind.class);
    private final Map<ThingKind, List<String>> keys = new EnumMap<>(ThingKind.class);
    /** Songs by each uri that one of their recordings has. */
    private final Map<String, Integer> songsByUri = new HashMap<>();
    private final NamedAlone artistsByName = new NamedAlone();
    private final NamedAlone albumsByName = new NamedAlone();
    private final Map<String, String> folded = new HashMap<>();
    /** By face: its song, its album, its artists, each of them once. */
    private int[] songs = new int[1024];
    private int[] albums = new int[1024];
    private int[][] artists = new int[1024][];

    Things() {
        for (ThingKind kind : ThingKind.values()) {
            byKey.put(kind, new HashMap<>());
            keys.put(kind, new ArrayList<>());
        }
    }

    /** The number of a face, which is new or known. */
    int add(SongFace face) {
        Integer known = numbers.get(face);
        if (known != null) {
            return known;
        }
        int number = faces.size();
        if (number == songs.length) {
            songs = Arrays.copyOf(songs, 2 * number);
            albums = Arrays.copyOf(albums, 2 * number);
            artists = Arrays.copyOf(artists, 2 * number);
        }
        faces.add(face);
        numbers.put(face, number);
        songs[number] = face.song() ? known(ThingKind.SONG, ThingKeys.song(face)) : NONE;
        if (face.song() && face.uri() != null) {
            // a song that has got its ISRC since goes by that
            songsByUri.put(face.uri(), songs[number]);
        }
        List<Integer> others = learn(number);
        place(number);
        others.forEach(this::place);
        return number;
    }

    /** Takes the names of a face. @return faces with a name alone that mean something else from now on */
    private List<Integer> learn(int number) {
        SongFace face = faces.get(number);
        List<Integer> others = new ArrayList<>();
        int album = known(ThingKind.ALBUM, ThingKeys.album(face));
        if (album != NONE) {
            others.addAll(albumsByName.learn(ThingKeys.albumName(face), face.album().isNamedAlone(), album, number));
        }
        for (NameAndUri artist : face.artists()) {
            int one = known(ThingKind.ARTIST, ThingKeys.artist(artist));
            if (one != NONE) {
                others.addAll(artistsByName.learn(artist.name(), artist.isNamedAlone(), one, number));
            }
        }
        return others;
    }

    /** Gives a face its album and its artists. */
    private void place(int number) {
        SongFace face = faces.get(number);
        String album = ThingKeys.album(face);
        albums[number] = album == null ? NONE : find(ThingKind.ALBUM, album);
        artists[number] = face.artists().stream().mapToInt(this::artistOf).filter(artist -> artist != NONE).distinct()
                .toArray();
    }

    /** The number of what has a key, which is new or known. */
    private int known(ThingKind kind, String key) {
        if (key == null) {
            return NONE;
        }
        Integer number = byKey.get(kind).putIfAbsent(key, keys.get(kind).size());
        if (number != null) {
            return number;
        }
        keys.get(kind).add(key);
        return keys.get(kind).size() - 1;
    }

    int faces() {
        return faces.size();
    }

    SongFace face(int number) {
        return faces.get(number);
    }

    int song(int face) {
        return songs[face];
    }

    int album(int face) {
        return albums[face];
    }

    int[] artists(int face) {
        return artists[face];
    }

    /** A name as it is compared in a search. */
    String folded(String name) {
        return folded.computeIfAbsent(name == null ? "" : name, FoldedText::of);
    }

    /** An artist as a face shows it. */
    NameAndUri artist(int face, int artist) {
        for (NameAndUri one : faces.get(face).artists()) {
            if (artistOf(one) == artist) {
                return withUri(ThingKind.ARTIST, artist, one);
            }
        }
        throw new IllegalArgumentException("not an artist of this face");
    }

    private int artistOf(NameAndUri artist) {
        String key = ThingKeys.artist(artist);
        return key == null ? NONE : find(ThingKind.ARTIST, key);
    }

    /** The album of a face; null when it has none. */
    NameAndUri albumOf(int face) {
        return albums[face] == NONE ? null : withUri(ThingKind.ALBUM, albums[face], faces.get(face).album());
    }

    /** What is named alone has the uri of what it means. */
    private NameAndUri withUri(ThingKind kind, int thing, NameAndUri named) {
        String key = key(kind, thing);
        return named.isNamedAlone() && key.startsWith("spotify:" + kind.name().toLowerCase(Locale.ROOT) + ":")
                ? new NameAndUri(named.name(), key) : named;
    }

    /** How many there are of a kind. */
    int count(ThingKind kind) {
        return keys.get(kind).size();
    }

    String key(ThingKind kind, int number) {
        return keys.get(kind).get(number);
    }

    /** The number of the song that has a uri, or else of what has it as its key; {@link #NONE} where nothing has. */
    int find(ThingKind kind, String key) {
        Integer song = kind == ThingKind.SONG ? songsByUri.get(key) : null;
        int thing = song != null ? song : byKey.get(kind).getOrDefault(key, NONE);
        return kind == ThingKind.ARTIST ? artistsByName.meant(key, thing)
                : kind == ThingKind.ALBUM ? albumsByName.meant(key, thing) : thing;
    }

    /** Whether each face is of a thing. */
    boolean[] facesOf(ThingKind kind, int thing) {
        boolean[] are = new boolean[faces.size()];
        for (int face = 0; face < are.length; face++) {
            are[face] = switch (kind) {
                case SONG -> songs[face] == thing;
                case ALBUM -> albums[face] == thing;
                case ARTIST -> Arrays.stream(artists[face]).anyMatch(artist -> artist == thing);
            };
        }
        return are;
    }
}
