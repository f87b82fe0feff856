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
 * with skips, pauses and what was heard offline.
 */
final class ListeningHistory implements Past {

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
    private static final double VIDEO = 0.1;
    private static final double COPY = 0.001;
    private static final double LOST = 0.002;

    private final long seed;
    private final SandboxAccount account;
    private final PlayGenerator songs;
    private final NewestStreams newest;

    ListeningHistory(long seed, SandboxAccount account, PlayGenerator songs, NewestStreams newest) {
        this.seed = seed;
        this.account = account;
        this.songs = songs;
        this.newest = newest;
    }

    /** None from half a day before the plays that the Web API shows. */
    @Override
    public List<ObjectNode> day(LocalDate day) {
        List<ObjectNode> rows = new ArrayList<>();
        Dice dice = Dice.of(seed, "past", account.id(), day);
        for (int hour : HOURS) {
            Instant at = day.atTime(hour, dice.below(60)).toInstant(ZoneOffset.UTC);
            boolean listens = dice.chance(SITTING);
            if (listens && isPast(at) && dice.chance(SPOKEN)) {
                rows.add(SpokenRows.of(account.library(), at, dice));
            } else if (listens && isPast(at)) {
                addSongs(rows, at, dice);
            }
        }
        return rows;
    }

    private boolean isPast(Instant at) {
        return newest.areAfter(at, LONGEST_SITTING);
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

    @Override
    public List<ObjectNode> videos(LocalDate day) {
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
}
