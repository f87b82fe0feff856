package io.github.spotifysandbox.listener;

import io.github.spotifysandbox.music.SandboxAlbum;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a listener has heard, and when, until a day. */
public final class Memory {

    private static final long LEAST_PLAY_MS = 30_000;
    private static final int WHOLE_ALBUM = 5;

    private final Map<SandboxTrack, List<Instant>> tracks = new LinkedHashMap<>();
    private final Map<SandboxArtist, List<Instant>> artists = new LinkedHashMap<>();
    private final Map<SandboxAlbum, List<Instant>> albums = new LinkedHashMap<>();

    /** @param until the first day that is not counted */
    public Memory(ListenerLife life, LocalDate until) {
        for (LocalDate day = ListenerLife.FIRST_DAY; day.isBefore(until); day = day.plusDays(1)) {
            life.heardOn(day).forEach(this::remember);
        }
    }

    private void remember(HeardSitting sitting) {
        for (HeardSong song : sitting.songs()) {
            if (song.heardMs() >= LEAST_PLAY_MS) {
                put(tracks, song.track(), song.end());
                put(artists, song.track().artists().get(0), song.end());
            }
        }
        if (!sitting.shuffle() && sitting.songs().size() >= WHOLE_ALBUM) {
            put(albums, sitting.songs().get(0).track().album(), sitting.songs().get(WHOLE_ALBUM - 1).end());
        }
    }

    private static <T> void put(Map<T, List<Instant>> times, T thing, Instant at) {
        times.computeIfAbsent(thing, one -> new ArrayList<>()).add(at);
    }

    /** When each track was played, the first time first. */
    public Map<SandboxTrack, List<Instant>> tracks() {
        return tracks;
    }

    /** When each artist was played. */
    public Map<SandboxArtist, List<Instant>> artists() {
        return artists;
    }

    /** When each album was heard through, or most of it. */
    public Map<SandboxAlbum, List<Instant>> albums() {
        return albums;
    }

    /** The tracks that were played most since a time, the most played first. */
    public List<SandboxTrack> topTracks(Instant since, int most) {
        return top(tracks, since, SandboxTrack::uri).limit(most).toList();
    }

    /** The same of artists. */
    public List<SandboxArtist> topArtists(Instant since, int most) {
        return top(artists, since, SandboxArtist::id).limit(most).toList();
    }

    private static <T> Stream<T> top(Map<T, List<Instant>> times, Instant since, Function<T, String> name) {
        Map<T, Long> counts = new LinkedHashMap<>();
        times.forEach((thing, all) -> counts.put(thing, all.stream().filter(at -> at.isAfter(since)).count()));
        return counts.entrySet().stream().filter(one -> one.getValue() > 0)
                .sorted(Map.Entry.<T, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(one -> name.apply(one.getKey())))
                .map(Map.Entry::getKey);
    }
}
