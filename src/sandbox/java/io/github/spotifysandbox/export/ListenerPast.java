package io.github.spotifysandbox.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.export.HistoryRow.Times;
import io.github.spotifysandbox.listener.HeardSitting;
import io.github.spotifysandbox.listener.HeardSong;
import io.github.spotifysandbox.listener.ListenerLife;
import io.github.spotifysandbox.music.Dice;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The past of a listener with habits. */
final class ListenerPast implements Past {

    private static final Duration BEFORE_THE_NEWEST = Duration.ofMinutes(5);
    private static final double SPOKEN = 0.1;
    private static final double VIDEO = 0.04;
    private static final double COPY = 0.0006;
    private static final double LOST = 0.0008;

    private final long seed;
    private final SandboxAccount account;
    private final ListenerLife life;
    private final NewestStreams newest;

    ListenerPast(long seed, SandboxAccount account, ListenerLife life, NewestStreams newest) {
        this.seed = seed;
        this.account = account;
        this.life = life;
        this.newest = newest;
    }

    @Override
    public List<ObjectNode> day(LocalDate day) {
        List<ObjectNode> rows = new ArrayList<>();
        Dice dice = Dice.of(seed, "rows", account.id(), day);
        Instant early = day.atStartOfDay(life.home()).plusHours(6).plusMinutes(dice.below(30)).toInstant();
        // half an hour, and more for a chapter
        if (dice.chance(SPOKEN) && newest.areAfter(early.plus(Duration.ofHours(1)), BEFORE_THE_NEWEST)) {
            rows.add(SpokenRows.of(account.library(), early, dice));
        }
        life.heardOn(day).forEach(sitting -> add(rows, sitting));
        return rows;
    }

    private void add(List<ObjectNode> rows, HeardSitting sitting) {
        Dice dice = Dice.of(seed, "rows of a sitting", account.id(), sitting.begun());
        SittingTraits drawn = SittingTraits.of(dice);
        SittingTraits traits = new SittingTraits(drawn.platform(), drawn.country(), drawn.address(), sitting.shuffle(),
                drawn.offline(), drawn.hidden());
        Instant end = sitting.songs().get(sitting.songs().size() - 1).end();
        // Spotify hears of an offline sitting at once, hours later
        Instant reported = end.plusSeconds(3600 + dice.below(4 * 3600));
        if (!newest.areAfter(traits.offline() ? reported : end, BEFORE_THE_NEWEST)) {
            return;
        }
        for (HeardSong song : sitting.songs()) {
            ObjectNode row = HistoryRow.of(traits,
                    new Times(song.start(), song.heardMs(), traits.offline() ? reported : song.end()),
                    song.whole() ? "trackdone" : "fwdbtn");
            rows.add(dice.chance(LOST) ? row : HistoryRow.putSong(row, song.track()));
            if (dice.chance(COPY)) {
                rows.add(row);
            }
        }
    }

    @Override
    public List<ObjectNode> videos(LocalDate day) {
        Dice dice = Dice.of(seed, "videos", account.id(), day);
        Instant at = day.atStartOfDay(life.home()).plusHours(5).plusMinutes(dice.below(50)).toInstant();
        List<HeardSitting> heard = life.heardOn(day);
        if (heard.isEmpty() || !dice.chance(VIDEO)
                || !newest.areAfter(at.plus(Duration.ofHours(1)), BEFORE_THE_NEWEST)) {
            return List.of();
        }
        HeardSong song = heard.get(0).songs().get(0);
        long length = song.track().recording().durationMs();
        return List.of(HistoryRow.putSong(HistoryRow.of(SittingTraits.of(dice),
                new Times(at, length, at.plusMillis(length)), "trackdone"), song.track()));
    }
}
