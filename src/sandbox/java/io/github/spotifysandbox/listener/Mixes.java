package io.github.spotifysandbox.listener;

import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.SandboxAlbum;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is in the playlists of a listener on a day. Safe for several threads. */
final class Mixes {

    private final long seed;
    private final ListenerMusic music;
    private final Favourites favourites;
    private final Map<Mix, Content> newest = new EnumMap<>(Mix.class);

    /** @param songs by the number under which they came in */
    private record Content(long number, Map<Long, SandboxTrack> songs) {
    }

    Mixes(long seed, ListenerMusic music, Favourites favourites) {
        this.seed = seed;
        this.music = music;
        this.favourites = favourites;
    }

    /** The songs of a playlist by the number under which they came in, the oldest first; each song once. */
    synchronized Map<Long, SandboxTrack> songs(Mix mix, LocalDate day) {
        long number = mix.number(day);
        Content known = newest.get(mix);
        if (known == null || known.number() != number) {
            known = new Content(number, songs(mix, number));
            newest.put(mix, known);
        }
        return known.songs();
    }

    private Map<Long, SandboxTrack> songs(Mix mix, long number) {
        Map<Long, SandboxTrack> songs = new LinkedHashMap<>();
        for (long one = number - mix.size() + 1; one <= number; one++) {
            SandboxTrack song = song(mix, one);
            if (!songs.containsValue(song)) {
                songs.put(one, song);
            }
        }
        return songs;
    }

    private SandboxTrack song(Mix mix, long number) {
        LocalDate day = mix.day(number);
        Dice dice = Dice.of(seed, "song of", mix, number);
        boolean usual = dice.chance(0.6);
        return switch (mix) {
            case MORNING, RUN, FRIDAY -> usual ? dice.pickByRank(favourites.rotation(day))
                    : of(music.close(), day, dice);
            case KITCHEN -> of(music.close(), day, dice);
            case DESK -> of(usual ? music.passing() : music.close(), day, dice);
            case NEW -> released(day, dice);
            case AWAY -> of(music.summer(), day, dice);
            case WINTER -> of(music.winter(), day, dice);
        };
    }

    private SandboxTrack released(LocalDate day, Dice dice) {
        List<SandboxAlbum> releases = favourites.releases(day);
        return releases.isEmpty() ? favourites.rotation(day).get(0)
                : dice.pick(music.library().tracksOf(dice.pick(releases)));
    }

    private SandboxTrack of(List<SandboxArtist> artists, LocalDate day, Dice dice) {
        List<SandboxTrack> songs = new ArrayList<>();
        while (songs.isEmpty()) {
            songs.addAll(music.tracksOf(dice.pickByRank(artists), day));
        }
        return dice.pickByRank(songs);
    }
}
