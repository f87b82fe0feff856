package io.github.spotifysandbox.listener;

import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.Library;
import io.github.spotifysandbox.music.SandboxAlbum;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The music that there is for a listener: a few hundred artists and some thousand songs. Another year of records comes
 * behind those before it and changes none of them. Immutable.
 */
final class ListenerMusic {

    /** The first year whose records come out while the listener listens. */
    static final int FIRST_YEAR = 2023;

    private static final int CLOSE = 62;
    private static final int PASSING = 190;
    private static final int SUMMER = 14;
    private static final int WINTER = 6;
    private static final double NEW_RECORD = 0.45;
    private static final double SINGLE = 0.45;
    private static final double EXPLICIT = 0.1;
    private static final double GUEST = 0.08;
    private static final int ID_LENGTH = 22;
    private static final int SHORTEST_MS = 135_000;
    private static final int SPAN_MS = 165_000;

    private final long seed;
    private final ListenerNames names = new ListenerNames();
    private final List<SandboxAlbum> albums = new ArrayList<>();
    private final List<SandboxTrack> tracks = new ArrayList<>();
    private final List<SandboxAlbum> releases = new ArrayList<>();
    private final List<SandboxArtist> close;
    private final List<SandboxArtist> passing;
    private final List<SandboxArtist> summer;
    private final List<SandboxArtist> winter;
    private final Library library;

    /** @param lastYear the last year that records come out in */
    ListenerMusic(long seed, int lastYear) {
        this.seed = seed;
        List<SandboxArtist> unusual = ListenerNames.UNUSUAL_ARTISTS.stream().map(SandboxArtist::named).toList();
        // one in ten of those that are heard most has an unusual name
        close = spread(artists("close", CLOSE), unusual.subList(0, unusual.size() - 1));
        passing = spread(artists("passing", PASSING), unusual.subList(unusual.size() - 1, unusual.size()));
        summer = artists("summer", SUMMER);
        winter = artists("winter", WINTER);
        close.forEach(artist -> addBackCatalogue(artist, 1 + dice("records", artist.name()).below(4)));
        Stream.of(passing, summer, winter).flatMap(List::stream).forEach(artist -> addBackCatalogue(artist, 1));
        for (int year = FIRST_YEAR; year <= lastYear; year++) {
            addReleases(year);
        }
        library = new Library(Stream.of(close, passing, summer, winter).flatMap(List::stream).toList(), albums, tracks,
                oddTracks());
    }

    private List<SandboxArtist> artists(String circle, int count) {
        return IntStream.range(0, count).mapToObj(i -> {
            Dice dice = dice("artist", circle, i);
            return new SandboxArtist(dice.base62(ID_LENGTH), names.artist(dice));
        }).toList();
    }

    private static List<SandboxArtist> spread(List<SandboxArtist> usual, List<SandboxArtist> unusual) {
        List<SandboxArtist> all = new ArrayList<>(usual);
        for (int i = 0; i < unusual.size(); i++) {
            all.add(4 + i * 9, unusual.get(i));
        }
        return List.copyOf(all);
    }

    private void addBackCatalogue(SandboxArtist artist, int records) {
        Dice dice = dice("back catalogue", artist.name());
        int year = 1974 + dice.below(45);
        for (int i = 0; i < records && year < FIRST_YEAR; i++) {
            LocalDate day = LocalDate.of(year, 1 + dice.below(12), 1 + dice.below(28));
            addRecord(artist, day, dice.chance(0.15) ? 3 + dice.below(3) : 7 + dice.below(5), dice);
            year += 1 + dice.below(4);
        }
    }

    private void addReleases(int year) {
        List<SandboxAlbum> ofTheYear = new ArrayList<>();
        for (SandboxArtist artist : close) {
            Dice dice = dice("release", artist.name(), year);
            if (dice.chance(NEW_RECORD)) {
                LocalDate day = LocalDate.ofYearDay(year, 1 + dice.below(355))
                        .with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY));
                ofTheYear.add(addRecord(artist, day, dice.chance(SINGLE) ? 1 + dice.below(3)
                        : 8 + dice.below(5), dice));
            }
        }
        releases.addAll(ofTheYear);
    }

    private SandboxAlbum addRecord(SandboxArtist artist, LocalDate day, int size, Dice dice) {
        SandboxAlbum album = new SandboxAlbum(dice.base62(ID_LENGTH), size < 5 ? "single" : "album",
                names.album(dice), List.of(artist), day.toString(), size);
        albums.add(album);
        for (int number = 1; number <= size; number++) {
            List<SandboxArtist> performers = dice.chance(GUEST)
                    ? Stream.of(artist, close.get(dice.below(close.size()))).distinct().toList() : List.of(artist);
            // ZZ is no country, so that no real recording has the code
            String isrc = "ZZSBL%02d%05d".formatted(day.getYear() % 100, tracks.size());
            tracks.add(new SandboxTrack(dice.base62(ID_LENGTH), names.song(dice), performers, album, number,
                    new SandboxTrack.Recording(SHORTEST_MS + dice.below(SPAN_MS), dice.chance(EXPLICIT), isrc)));
        }
        return album;
    }

    private List<SandboxTrack> oddTracks() {
        return List.of(SandboxTrack.localFile("The Cellar Tapes", "Rehearsal, 3 May", "Take Four (rough)", 127),
                SandboxTrack.localFile("Grandmother's Radio", "", "Kitchen Waltz", 94),
                SandboxTrack.of("Neon Puddles \uD83C\uDF27\uFE0F", "Pixel \uD83E\uDD8A Parade"),
                SandboxTrack.of("\u0644\u064A\u0644 \u0627\u0644\u0645\u062F\u064A\u0646\u0629",
                        ListenerNames.UNUSUAL_ARTISTS.get(2)),
                SandboxTrack.of("She Said \"Don't\", I Won't", "O'Marrow"),
                SandboxTrack.of("Hymn for Five Trains",
                        "Kessa Vole", "Ruben Talwick", "Ines Quillfort", "DJ Halfpast"));
    }

    private Dice dice(Object... labels) {
        return Dice.of(seed, "listener's music", List.of(labels));
    }

    /** All of it. */
    Library library() {
        return library;
    }

    /** Whom the listener comes back to, best liked first. */
    List<SandboxArtist> close() {
        return close;
    }

    /** Whom the listener meets now and then. */
    List<SandboxArtist> passing() {
        return passing;
    }

    /** Who is heard on holiday only. */
    List<SandboxArtist> summer() {
        return summer;
    }

    /** Who is heard in December only. */
    List<SandboxArtist> winter() {
        return winter;
    }

    /** The records that came out, or will, since {@link #FIRST_YEAR}, of those whom the listener comes back to. */
    List<SandboxAlbum> releases() {
        return releases;
    }

    /** An artist's songs that are out by a day. */
    List<SandboxTrack> tracksOf(SandboxArtist artist, LocalDate day) {
        List<SandboxTrack> all = library.tracksOf(artist);
        String today = day.toString();
        // the last one came out last
        return all.get(all.size() - 1).album().releaseDate().compareTo(today) <= 0 ? all
                : all.stream().filter(track -> track.album().releaseDate().compareTo(today) <= 0).toList();
    }
}
