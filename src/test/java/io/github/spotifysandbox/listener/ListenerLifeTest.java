package io.github.spotifysandbox.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifysandbox.music.SandboxAlbum;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The habits of the sandbox's listener, over two years. */
class ListenerLifeTest {

    private static final ZoneId HOME = ZoneId.of("Europe/Berlin");
    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);
    private static final ListenerLife LIFE = new ListenerLife(7, HOME, 2027);
    private static final List<HeardSong> PLAYS = LAST.minusYears(2).datesUntil(LAST)
            .flatMap(day -> LIFE.heardOn(day).stream()).flatMap(sitting -> sitting.songs().stream())
            .filter(song -> song.heardMs() >= 30_000).toList();

    private static ZonedDateTime there(HeardSong play) {
        return play.start().atZone(HOME);
    }

    private static LocalDate day(HeardSong play) {
        return there(play).toLocalDate();
    }

    private static long plays(Predicate<HeardSong> which) {
        return PLAYS.stream().filter(which).count();
    }

    private static <K> Map<K, Long> counted(Stream<HeardSong> plays, Function<HeardSong, K> by) {
        return plays.collect(Collectors.groupingBy(by, Collectors.counting()));
    }

    private static SandboxArtist artist(HeardSong play) {
        return play.track().artists().get(0);
    }

    private static Set<SandboxArtist> artists(Predicate<HeardSong> which) {
        return PLAYS.stream().filter(which).map(ListenerLifeTest::artist).collect(Collectors.toSet());
    }

    @Test
    void aYearHasSomeThousandPlaysOfManySongs() {
        assertThat(PLAYS).hasSizeBetween(8_000, 11_000);
        assertThat(LIFE.library().artists()).hasSizeBetween(200, 400);
        assertThat(LIFE.library().tracks()).hasSizeBetween(3_000, 6_000);
        assertThat(counted(PLAYS.stream(), HeardSong::track)).hasSizeBetween(1_000, 3_000);
        assertThat(LIFE.library().tracks()).extracting(SandboxTrack::id).doesNotHaveDuplicates();
    }

    @Test
    void morningsAndEveningsAreThoseOfTheHome() {
        Map<Integer, Long> hours = counted(PLAYS.stream()
                .filter(play -> there(play).getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue()
                        && there(play).getMonth() != Month.JULY), play -> there(play).getHour());

        assertThat(hours.get(7) + hours.get(8)).isGreaterThan(1_000);
        assertThat(hours.get(20) + hours.get(21)).isGreaterThan(1_000);
        assertThat(hours.getOrDefault(3, 0L) + hours.getOrDefault(4, 0L)).isZero();
        assertThat(hours.getOrDefault(10, 0L)).isLessThan(hours.get(7) / 5);
    }

    @Test
    void weekendsBeginLaterAndHaveMore() {
        Map<DayOfWeek, Long> days = counted(PLAYS.stream(), play -> there(play).getDayOfWeek());

        assertThat(days.get(DayOfWeek.SATURDAY)).isGreaterThan(days.get(DayOfWeek.MONDAY));
        assertThat(plays(play -> Season.isFree(day(play)) && there(play).getHour() == 7)).isZero();
        assertThat(plays(play -> there(play).getDayOfWeek() == DayOfWeek.SATURDAY && there(play).getHour() == 10))
                .isPositive();
    }

    @Test
    void theHolidayHasOtherMusicAndAWeekInMarchHasNone() {
        LocalDate away = Season.holiday(7, 2026);
        Predicate<HeardSong> onHoliday = play -> !day(play).isBefore(away) && day(play).isBefore(away.plusDays(15));
        Set<SandboxArtist> summer = artists(onHoliday.and(play -> !artists(other -> day(other).getMonth() == Month.MAY)
                .contains(artist(play))));

        assertThat(plays(onHoliday.and(play -> summer.contains(artist(play))))).isGreaterThan(plays(onHoliday) / 2);
        assertThat(longestSilence()).isBetween(6L, 9L);
    }

    private static long longestSilence() {
        List<LocalDate> days = PLAYS.stream().map(ListenerLifeTest::day).distinct().toList();
        long longest = 0;
        for (int i = 1; i < days.size(); i++) {
            longest = Math.max(longest, ChronoUnit.DAYS.between(days.get(i - 1), days.get(i)) - 1);
        }
        return longest;
    }

    @Test
    void somebodyIsHeardMoreThanAllOthersForSomeWeeksAndHardlyBeforeOrAfter() {
        Map<SandboxArtist, Long> november = counted(PLAYS.stream()
                .filter(play -> day(play).isAfter(LAST.minusDays(28))), ListenerLifeTest::artist);
        SandboxArtist first = Collections.max(november.entrySet(), Map.Entry.comparingByValue()).getKey();

        assertThat(november.get(first)).isGreaterThan(100);
        assertThat(plays(play -> artist(play).equals(first) && day(play).isBefore(LAST.minusDays(60))))
                .isLessThan(2 * november.get(first));
        assertThat(plays(play -> artist(play).equals(first) && day(play).getYear() == 2026
                && day(play).isBefore(LAST.minusDays(60)))).isLessThan(november.get(first));
    }

    @Test
    void whatComesOutIsHeardAtOnceAndNothingBefore() {
        List<HeardSong> early = PLAYS.stream().filter(play -> play.track().album().releaseDate()
                .compareTo(day(play).toString()) > 0).toList();
        Map<SandboxAlbum, Long> fresh = counted(PLAYS.stream().filter(play -> ChronoUnit.DAYS.between(
                LocalDate.parse(play.track().album().releaseDate()), day(play)) < 30), play -> play.track().album());

        assertThat(early).isEmpty();
        assertThat(fresh.values().stream().filter(count -> count >= 5)).hasSizeGreaterThan(10);
    }

    @Test
    void favouritesFade() {
        Map<SandboxTrack, List<HeardSong>> tracks = PLAYS.stream().collect(Collectors.groupingBy(HeardSong::track));
        Instant halfAYearAgo = LAST.minusDays(182).atStartOfDay(HOME).toInstant();

        assertThat(tracks.values().stream().filter(all -> all.size() >= 10
                && all.get(all.size() - 1).end().isBefore(halfAYearAgo))).hasSizeBetween(20, 300);
    }

    @Test
    void albumsAreHeardThroughAndSomeSongsAreSkipped() {
        List<HeardSitting> sittings = LAST.minusYears(1).datesUntil(LAST).flatMap(day -> LIFE.heardOn(day).stream())
                .toList();

        assertThat(sittings).filteredOn(sitting -> !sitting.shuffle()).hasSizeGreaterThan(100)
                .allSatisfy(sitting -> assertThat(sitting.songs()).extracting(song -> song.track().album())
                        .containsOnly(sitting.songs().get(0).track().album()));
        long skipped = sittings.stream().flatMap(sitting -> sitting.songs().stream())
                .filter(song -> song.heardMs() < 30_000).count();
        assertThat(skipped).isBetween(300L, 1_500L);
    }

    @Test
    void oneThingIsHeardAtATime() {
        List<HeardSong> all = new ArrayList<>();
        LAST.minusYears(2).datesUntil(LAST).forEach(day -> LIFE.heardOn(day)
                .forEach(sitting -> all.addAll(sitting.songs())));

        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).start()).isAfterOrEqualTo(all.get(i - 1).end());
        }
    }

    @Test
    void aDayStaysAsItWasWhenAnotherYearOfRecordsComesOut() {
        ListenerLife later = new ListenerLife(7, HOME, 2031);

        assertThat(LAST.minusDays(40).datesUntil(LAST).map(later::heardOn).toList())
                .isEqualTo(LAST.minusDays(40).datesUntil(LAST).map(LIFE::heardOn).toList());
        assertThat(new ListenerLife(8, HOME, 2027).heardOn(LAST)).isNotEqualTo(LIFE.heardOn(LAST));
    }

    @Test
    void aRotationAlwaysHasTheSameNumberOfSongsAndChangesByTheWeek() {
        Collection<SandboxTrack> now = LIFE.rotation(LAST);
        Set<SandboxTrack> earlier = new HashSet<>(LIFE.rotation(LAST.minusDays(90)));

        assertThat(now).hasSize(Favourites.ROTATION).doesNotHaveDuplicates();
        assertThat(now.stream().filter(earlier::contains).count()).isBetween(5L, 40L);
    }
}
