package io.github.spotifysandbox.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.export.HistoryRow.Times;
import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.Play;
import io.github.spotifysandbox.music.PlayGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What an account has streamed. A day follows from seed and account alone: a few sittings of the songs that it likes,
 * with skips, pauses and what was heard offline. Its newest streams are the plays that the Web API shows.
 */
final class ListeningHistory {

    private static final Duration LONGEST_SITTING = Duration.ofHours(12);
    private static final int LEAST_PLAY_MS = 30_000;
    private static final int GLANCE_MS = 8_000;
    private static final int[] HOURS = {7, 12, 17, 20};
    private static final double SITTING = 0.38;
    private static final double WHOLE = 0.62;
    private static final double GLANCE = 0.77;
    private static final double BRIEF = 0.83;
    private static final double PAUSE = 0.12;
    private static final double SPOKEN = 0.08;
    private static final double CHAPTER = 0.25;
    private static final double VIDEO = 0.1;
    private static final double COPY = 0.001;
    private static final double LOST = 0.002;

    private final long seed;
    private final SandboxAccount account;
    private final PlayGenerator songs;
    private final List<Play> newest;

    /** @param until when the export is made */
    ListeningHistory(long seed, SandboxAccount account, PlayGenerator songs, Instant until) {
        this.seed = seed;
        this.account = account;
        this.songs = songs;
        this.newest = account.recentPlays(until);
    }

    /** A day's rows, in the order of listening; none from half a day before the plays that the Web API shows. */
    List<ObjectNode> day(LocalDate day) {
        List<ObjectNode> rows = new ArrayList<>();
        Dice dice = Dice.of(seed, "past", account.id(), day);
        for (int hour : HOURS) {
            Instant at = day.atTime(hour, dice.below(60)).toInstant(ZoneOffset.UTC);
            boolean listens = dice.chance(SITTING);
            if (listens && isPast(at) && dice.chance(SPOKEN)) {
                rows.add(spokenWord(at, dice));
            } else if (listens && isPast(at)) {
                addSongs(rows, at, dice);
            }
        }
        return rows;
    }

    private boolean isPast(Instant at) {
        return newest.isEmpty() || at.isBefore(newest.get(newest.size() - 1).at().minus(LONGEST_SITTING));
    }

    private void addSongs(List<ObjectNode> rows, Instant at, Dice dice) {
        SittingTraits sitting = SittingTraits.of(dice);
        // Spotify hears of an offline sitting at once, hours later
        Instant reported = at.plusSeconds(4 * 3600 + dice.below(4 * 3600));
        Instant start = at;
        for (Play song : songs.latest(account.id(), at, 3 + dice.below(7))) {
            JsonNode track = song.item().path("track");
            long heard = heard(track.path("duration_ms").asLong(), dice);
            Instant end = start.plusMillis(heard + (dice.chance(PAUSE) ? dice.below(600_000) : 0));
            ObjectNode row = HistoryRow.of(sitting, new Times(start, heard, sitting.offline() ? reported : end),
                    heard < track.path("duration_ms").asLong() ? "fwdbtn" : "trackdone");
            rows.add(dice.chance(LOST) ? row : HistoryRow.putSong(row, track));
            if (dice.chance(COPY)) {
                rows.add(row);
            }
            start = end.plusMillis(dice.below(600));
        }
    }

    private static long heard(long length, Dice dice) {
        double kind = dice.fraction();
        if (kind < WHOLE || length <= LEAST_PLAY_MS) {
            return length;
        }
        if (kind < GLANCE) {
            return dice.below(GLANCE_MS);
        }
        return kind < BRIEF ? GLANCE_MS + dice.below(LEAST_PLAY_MS - GLANCE_MS)
                : LEAST_PLAY_MS + dice.below(length - LEAST_PLAY_MS);
    }

    private ObjectNode spokenWord(Instant at, Dice dice) {
        SittingTraits sitting = SittingTraits.of(dice);
        long heard = 300_000 + dice.below(1_500_000);
        ObjectNode row = HistoryRow.of(sitting, new Times(at, heard, at.plusMillis(heard)), "endplay");
        if (dice.chance(CHAPTER)) {
            JsonNode audiobook = any(account.library().savedAudiobooks.part(0, 50).items(), dice).path("audiobook");
            return HistoryRow.putChapter(row, audiobook, audiobook.at("/chapters/items/" + dice.below(5)));
        }
        return HistoryRow.putEpisode(row, any(account.library().savedEpisodes.part(0, 50).items(), dice)
                .path("episode"));
    }

    private static JsonNode any(List<? extends JsonNode> things, Dice dice) {
        return things.get(dice.below(things.size()));
    }

    /** A day's music videos, which have a file of their own. */
    List<ObjectNode> videos(LocalDate day) {
        Dice dice = Dice.of(seed, "videos", account.id(), day);
        Instant at = day.atTime(5, dice.below(60)).toInstant(ZoneOffset.UTC);
        if (!dice.chance(VIDEO) || !isPast(at)) {
            return List.of();
        }
        JsonNode track = songs.latest(account.id(), at, 1).get(0).item().path("track");
        long length = track.path("duration_ms").asLong();
        return List.of(HistoryRow.putSong(HistoryRow.of(SittingTraits.of(dice),
                new Times(at, length, at.plusMillis(length)), "trackdone"), track));
    }

    /** The plays that the Web API shows, oldest first. It gives the end of a play, to the millisecond. */
    List<ObjectNode> newest() {
        List<ObjectNode> rows = new ArrayList<>();
        Dice dice = Dice.of(seed, "newest", account.id());
        SittingTraits sitting = new SittingTraits("linux", "NO", "203.0.113.7", false, false, false);
        for (int i = newest.size() - 1; i >= 0; i--) {
            Instant end = newest.get(i).at();
            JsonNode track = newest.get(i).item().path("track");
            long since = i + 1 < newest.size() ? Duration.between(newest.get(i + 1).at(), end).toMillis() : 0;
            long heard = Math.max(LEAST_PLAY_MS, Math.min(since, track.path("duration_ms").asLong()));
            rows.add(HistoryRow.putSong(HistoryRow.of(sitting,
                    new Times(end.minusMillis(heard), heard, end.plusMillis(dice.below(900))), "fwdbtn"), track));
        }
        return rows;
    }
}
