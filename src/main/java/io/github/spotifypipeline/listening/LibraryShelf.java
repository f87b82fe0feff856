package io.github.spotifypipeline.listening;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The library as a question looks at it.
 *
 * @param things  which its entries are
 * @param facts   of all accounts
 * @param faces   the number of each entry's face
 * @param account whose library; null: that of all
 */
record LibraryShelf(Things things, LibraryFacts facts, int[] faces, String account) {

    private static final Pattern PLAYLIST = Pattern.compile("spotify:(?:user:[^:]*:)?playlist:([A-Za-z0-9]{1,64})");

    /** An entry and which song, album or artist it is. */
    record Placed(LibraryEntry entry, int thing) {
    }

    /** Gets each entry of the account; one without a name and a uri is none. */
    void forEach(Consumer<Placed> taker) {
        for (int i = 0; i < faces.length; i++) {
            LibraryEntry entry = facts.entries().get(i);
            int thing = thing(entry.kind(), faces[i]);
            if (thing != Things.NONE && (account == null || account.equals(entry.account()))) {
                taker.accept(new Placed(entry, thing));
            }
        }
    }

    private int thing(ThingKind kind, int face) {
        return switch (kind) {
            case SONG -> things.song(face);
            case ALBUM -> things.album(face);
            case ARTIST -> things.artists(face).length == 0 ? Things.NONE : things.artists(face)[0];
        };
    }

    /** Whether each thing of a kind is in the library now, or in a playlist. */
    boolean[] there(ThingKind kind) {
        boolean[] there = new boolean[things.count(kind)];
        for (int i = 0; i < faces.length; i++) {
            LibraryEntry entry = facts.entries().get(i);
            if (entry.removed() == null && (account == null || account.equals(entry.account()))) {
                mark(there, kind, faces[i]);
            }
        }
        return there;
    }

    /** A song is by its artists, on its album: who searches finds them, too. */
    private void mark(boolean[] there, ThingKind kind, int face) {
        if (kind == ThingKind.ARTIST) {
            for (int artist : things.artists(face)) {
                there[artist] = true;
            }
        } else {
            int thing = thing(kind, face);
            if (thing != Things.NONE) {
                there[thing] = true;
            }
        }
    }

    /** When a thing came to the library and went, what is there first. */
    List<Map<String, Object>> library(ThingKind kind, int thing) {
        return of(kind, thing).stream().filter(entry -> entry.playlist() == null).map(entry -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("account_id", entry.account());
            row.put("kind", LibraryReader.COLLECTIONS.get(kind));
            return times(row, entry);
        }).toList();
    }

    /** The playlists that have or had a song, what is there first. @param on when it must have been there */
    List<Map<String, Object>> playlists(int song, DayPeriod on) {
        return of(ThingKind.SONG, song).stream()
                .filter(entry -> entry.playlist() != null && (on == null || wasThere(entry, on))).map(entry -> {
                    NameAndUri playlist = facts.playlists().get(entry.account() + ":" + entry.playlist());
                    String uri = playlist == null ? null : playlist.uri();
                    Matcher id = PLAYLIST.matcher(Objects.toString(uri, ""));
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("account_id", entry.account());
                    row.put("name", playlist == null ? null : playlist.name());
                    row.put("uri", uri);
                    row.put("link", id.matches() ? "https://open.spotify.com/playlist/" + id.group(1) : null);
                    return times(row, entry);
                }).toList();
    }

    private static boolean wasThere(LibraryEntry entry, DayPeriod on) {
        return (entry.since() == null || entry.since().toEpochMilli() < on.end())
                && (entry.removed() == null || entry.removed().toEpochMilli() >= on.start());
    }

    private List<LibraryEntry> of(ThingKind kind, int thing) {
        List<LibraryEntry> found = new ArrayList<>();
        forEach(placed -> {
            if (placed.entry().kind() == kind && placed.thing() == thing) {
                found.add(placed.entry());
            }
        });
        found.sort(Comparator.comparing(LibraryEntry::removed, Comparator.nullsFirst(Comparator.reverseOrder()))
                .thenComparing(LibraryEntry::since, Comparator.nullsLast(Comparator.reverseOrder())));
        return found;
    }

    private static Map<String, Object> times(Map<String, Object> row, LibraryEntry entry) {
        row.put("added_at", entry.added());
        row.put("first_seen_at", entry.seen());
        row.put("removed_at", entry.removed());
        return row;
    }
}
