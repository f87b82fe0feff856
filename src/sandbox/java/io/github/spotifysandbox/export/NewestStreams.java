package io.github.spotifysandbox.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.export.HistoryRow.Times;
import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.Play;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The streams of the plays that the Web API shows. */
final class NewestStreams {

    private static final int LEAST_PLAY_MS = 30_000;

    private final long seed;
    private final String account;
    private final List<Play> newest;

    /** @param until when the export is made */
    NewestStreams(long seed, SandboxAccount account, Instant until) {
        this.seed = seed;
        this.account = account.id();
        this.newest = account.recentPlays(until);
    }

    /** Whether something that ended then was over so long before the first of them. */
    boolean areAfter(Instant end, Duration before) {
        return newest.isEmpty() || end.isBefore(newest.get(newest.size() - 1).at().minus(before));
    }

    /** Their rows, oldest first. The Web API gives the end of a play, to the millisecond. */
    List<ObjectNode> rows() {
        List<ObjectNode> rows = new ArrayList<>();
        Dice dice = Dice.of(seed, "newest", account);
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
