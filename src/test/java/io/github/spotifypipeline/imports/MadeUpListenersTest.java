package io.github.spotifypipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.imports.files.ReadLimits;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pairs of listeners whose truth is known. {@code -Dlisteners=40} takes forty of them, as the specification does, and
 * prints the numbers.
 */
class MadeUpListenersTest {

    private static final int LISTENERS = Integer.getInteger("listeners", 4);
    private static final int STREAMS = 4000;
    private static final ImportOptions OPTIONS = new ImportOptions(Duration.ofSeconds(30), false, false,
            Instant.parse("2026-11-30T00:00:00Z"), ReadLimits.DEFAULT);

    @TempDir
    Path folder;

    /** @param plays that the API shows @param stored documents of plays in the end @param truth what they should be */
    private record Result(int plays, int right, int wrong, long stored, long truth) {

        private Result and(Result other) {
            return new Result(plays + other.plays, right + other.right, wrong + other.wrong, stored + other.stored,
                    truth + other.truth);
        }

        private double part(double of) {
            return 100 * of / plays;
        }

        private double error() {
            return 100.0 * (stored - truth) / truth;
        }

        @Override
        public String toString() {
            return String.format("%,d plays of the API: %.2f %% own row, %.2f %% another, %.2f %% none; "
                    + "%,d plays in the end, truth %,d (%+.2f %%)", plays, part(right), part(wrong),
                    part(plays - right - wrong), stored, truth, error());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MILD", "WITHOUT_STARTS"})
    void pairsEachPlayWithItsOwnRowWhereClocksOnlyJitter(World world) throws IOException {
        Result all = new Result(0, 0, 0, 0, 0);
        for (int seed = 1; seed <= LISTENERS; seed++) {
            Result one = pair(seed, world);
            assertThat(one.right()).as("listener %d: %s", seed, one).isEqualTo(one.plays());
            assertThat(one.stored()).as("listener %d", seed).isEqualTo(one.truth());
            all = all.and(one);
        }
        report(world, all);
    }

    @ParameterizedTest
    @EnumSource(names = {"HARSH", "HARSH_WITH_PAUSES"})
    void pairsNearlyAllWhereListenersAreOfflineAndTimesAreOff(World world) throws IOException {
        Result all = new Result(0, 0, 0, 0, 0);
        for (int seed = 1; seed <= LISTENERS; seed++) {
            Result one = pair(seed, world);
            assertThat(one.error()).as("listener %d: %s", seed, one).isBetween(-1.0, 1.0);
            all = all.and(one);
        }
        report(world, all);
        assertThat(all.part(all.plays() - all.right() - all.wrong())).as(all.toString()).isLessThanOrEqualTo(0.5);
        assertThat(all.part(all.wrong())).as(all.toString()).isLessThanOrEqualTo(0.5);
        assertThat(all.error()).as(all.toString()).isBetween(-0.1, 0.5);
    }

    @Test
    void leavesPairsAsTheyAreWhenPlaysHaveComeMeanwhile() throws IOException {
        MadeUpListener listener = MadeUpListener.of(9, World.HARSH, STREAMS);
        Path zip = ExportZip.of(folder.resolve("again.zip"), listener);
        PlayIndex half = new PlayIndex();
        listener.plays().stream().filter(play -> play.stream() % 2 == 0).forEach(play -> half.add(play(play, null)));
        Map<String, RowKey> first = new HashMap<>();
        plan(zip, half).pairs().all().forEach(pair -> first.put(pair.playId(), pair.row()));

        PlayIndex all = new PlayIndex();
        listener.plays().forEach(play -> all.add(play(play, first.get(id(play)))));
        Map<String, RowKey> again = new HashMap<>();
        plan(zip, all).pairs().all().stream().filter(Pair::held).forEach(pair -> again.put(pair.playId(), pair.row()));

        assertThat(again).hasSizeGreaterThan(1000).isEqualTo(first);
    }

    private static String id(MadeUpListener.Play play) {
        return "me:" + play.playedAt() + ":" + play.uri();
    }

    private static ApiPlay play(MadeUpListener.Play play, RowKey merged) {
        return new ApiPlay(id(play), play.playedAt(), play.uri(),
                new SongNames(play.title(), play.artist(), play.album()), merged);
    }

    private static ImportPlan plan(Path zip, PlayIndex plays) throws IOException {
        try (ExportArchive archive = ExportArchive.open(zip, null, ReadLimits.DEFAULT, opened -> { });
                ExportReader reader = new ExportReader(archive, OPTIONS, new SongUris())) {
            return new FirstPass(OPTIONS, List.of(), plays, List.of()).read(reader, rows -> { });
        }
    }

    private static void report(World world, Result all) {
        if (System.getProperty("listeners") != null) {
            System.out.println(world + ": " + all);
        }
    }

    private Result pair(long seed, World world) throws IOException {
        MadeUpListener listener = MadeUpListener.of(seed, world, STREAMS);
        Path zip = ExportZip.of(folder.resolve(world + "-" + seed + ".zip"), listener);
        PlayIndex plays = new PlayIndex();
        Map<String, Integer> streams = new HashMap<>();
        for (MadeUpListener.Play play : listener.plays()) {
            streams.put(id(play), play.stream());
            plays.add(play(play, null));
        }
        ImportPlan plan = plan(zip, plays);
        assertThat(Owner.refusalByPlays(plan.partners(), false)).isEmpty();
        try (ExportArchive archive = ExportArchive.open(zip, null, ReadLimits.DEFAULT, opened -> { })) {
            return second(archive, plan, listener, streams);
        }
    }

    private static Result second(ExportArchive archive, ImportPlan plan, MadeUpListener listener,
            Map<String, Integer> streams) throws IOException {
        int right = 0;
        int wrong = 0;
        long stored = listener.plays().size();
        SecondPass pass = plan.secondPass(plan.renumbering());
        try (ExportReader reader = new ExportReader(archive, OPTIONS, new SongUris())) {
            for (ExportRow row; (row = reader.next()) != null;) {
                SecondPass.Decision decision = pass.decide(row);
                if (decision.pair() != null) {
                    boolean own = streams.get(decision.pair().playId()) == row.raw().get("made_up").intValue();
                    right += own ? 1 : 0;
                    wrong += own ? 0 : 1;
                } else {
                    stored += decision.place() == Place.PLAY ? 1 : 0;
                }
            }
        }
        return new Result(listener.plays().size(), right, wrong, stored, listener.truePlays());
    }
}
