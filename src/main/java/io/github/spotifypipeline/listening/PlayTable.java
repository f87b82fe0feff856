package io.github.spotifypipeline.listening;

import io.github.spotifypipeline.charts.MonthOfPlays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** All plays, in memory, by account and month. To be used by one thread at a time. */
final class PlayTable {

    private Things things = new Things();
    private final Map<String, Held> months = new LinkedHashMap<>();
    /** What is in no month that is over: by account, then by what finds it. */
    private final Map<String, Map<String, Held>> rest = new HashMap<>();
    private LibraryFacts library = LibraryFacts.NONE;
    private int[] libraryFaces = {};
    private ShownThings shown;

    private record Held(String account, Object stamp, PlayColumns plays) {
    }

    /** Whether it has a month as it is now. */
    boolean has(MonthOfPlays month) {
        Held held = months.get(month.key());
        return held != null && held.stamp().equals(month.stamp());
    }

    void put(MonthOfPlays month, PlayColumns plays) {
        months.put(month.key(), new Held(month.account(), month.stamp(), numbered(plays)));
        shown = null;
    }

    private PlayColumns numbered(PlayColumns plays) {
        return plays.numbered(plays.songs().stream().mapToInt(things::add).toArray());
    }

    /** Drops months that are no longer those, and all that is known of accounts that are gone. */
    void keepOnly(Set<String> accounts, Map<String, MonthOfPlays> whole) {
        boolean gone = months.values().removeIf(held -> !accounts.contains(held.account()));
        gone |= rest.keySet().retainAll(accounts);
        boolean changed = months.keySet().retainAll(whole.keySet());
        if (gone) {
            forget();
        }
        if (changed || gone) {
            shown = null;
        }
    }

    /** The songs of what was dropped are not kept in memory either. */
    private void forget() {
        Things old = things;
        things = new Things();
        int[] numbers = new int[old.faces()];
        Arrays.fill(numbers, Things.NONE);
        months.replaceAll((key, held) -> renumbered(held, old, numbers));
        rest.values().forEach(parts -> parts.replaceAll((key, held) -> renumbered(held, old, numbers)));
        library = LibraryFacts.NONE;
        libraryFaces = new int[0];
    }

    private Held renumbered(Held held, Things old, int[] numbers) {
        for (int face : held.plays().faces()) {
            if (numbers[face] == Things.NONE) {
                numbers[face] = things.add(old.face(face));
            }
        }
        return new Held(held.account(), held.stamp(), held.plays().numbered(numbers));
    }

    /**
     * Replaces what of an account is in no month that is over.
     *
     * @param wanted the stamps of the parts by name; a stamp of null never holds
     * @param read   reads a part
     */
    void putRest(String account, Map<String, String> wanted, Function<String, PlayColumns> read) {
        Map<String, Held> known = rest.getOrDefault(account, Map.of());
        Map<String, Held> parts = new LinkedHashMap<>();
        wanted.forEach((name, stamp) -> {
            Held held = known.get(name);
            if (held == null || stamp == null || !stamp.equals(held.stamp())) {
                PlayColumns plays = numbered(read.apply(name));
                if (!isShownBy(plays, held)) {
                    shown = null;
                }
                held = new Held(account, stamp, plays);
            }
            parts.put(name, held);
        });
        if (!parts.keySet().containsAll(known.keySet())) {
            shown = null;
        }
        rest.put(account, parts);
    }

    /** Whether things look the same: nothing is played that was not, and nothing is not any more. */
    private boolean isShownBy(PlayColumns plays, Held before) {
        Set<Integer> faces = new HashSet<>();
        for (int face : plays.faces()) {
            if (shown == null || !shown.isPlayed(face)) {
                return false;
            }
            faces.add(face);
        }
        return before == null || Arrays.stream(before.plays().faces()).allMatch(faces::contains);
    }

    /** Shows this library from now on. */
    void use(LibraryFacts facts) {
        if (facts != library) {
            library = facts;
            libraryFaces = facts.entries().stream().mapToInt(entry -> things.add(entry.face())).toArray();
            shown = null;
        }
    }

    /** The plays of an account. @param account null: of all */
    ListenedPlays of(String account) {
        return new ListenedPlays(things, shown(), parts(account),
                new LibraryShelf(things, library, libraryFaces, account));
    }

    private List<PlayColumns> parts(String account) {
        List<PlayColumns> parts = new ArrayList<>();
        months.values().forEach(held -> add(parts, held, account));
        rest.values().forEach(all -> all.values().forEach(held -> add(parts, held, account)));
        return parts;
    }

    private static void add(List<PlayColumns> parts, Held held, String account) {
        if (account == null || Objects.equals(account, held.account())) {
            parts.add(held.plays());
        }
    }

    private ShownThings shown() {
        if (shown == null) {
            byte[] use = new byte[things.faces()];
            for (int i = 0; i < libraryFaces.length; i++) {
                byte now = library.entries().get(i).removed() == null ? ShownThings.IN_LIBRARY
                        : ShownThings.WAS_IN_LIBRARY;
                use[libraryFaces[i]] = (byte) Math.max(use[libraryFaces[i]], now);
            }
            parts(null).forEach(part -> {
                for (int face : part.faces()) {
                    use[face] = ShownThings.PLAYED;
                }
            });
            shown = new ShownThings(things, use);
        }
        return shown;
    }
}
