package io.github.spotifypipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.spotifypipeline.records.PlaySource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenumberingTest {

    private static final long T = Instant.parse("2023-01-01T12:00:00Z").toEpochMilli();

    /** Documents by {@code _id}, as imports one after the other leave them. */
    private final Map<String, ExportRow> documents = new TreeMap<>();
    private final PlayIndex plays = new PlayIndex();
    private List<RowOutcome> outcomes;
    private int writesLeft = Integer.MAX_VALUE;

    private static final class KilledException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * Imports between slashes of rows {@code uri end length start}, seconds after noon but for the length in ms; no
     * start is {@code -}. What became of the rows of the last one.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // real repeats, one an import
        "a 0 200000 -1000 / a 0 200000 -800 / a 0 200000 -600                         | new",
        "a 0 200000 -600 / a 0 200000 -800 / a 0 200000 -1000                         | new",
        "a 0 200000 -800 / a 0 200000 -600, a 0 200000 -1000                          | new new",
        // overlapping imports
        "a 0 200000 -1000, a 0 200000 -800 / a 0 200000 -800, a 0 200000 -600         | known new",
        "a 0 200000 -800, a 0 200000 -600 / a 0 200000 -600, a 0 200000 -1000         | known new",
        "a 0 200000 -1000, a 0 200000 -800, a 0 200000 -600 / a 0 200000 -600         | known",
        // of two copies the one with a start stays, the earlier one of two with a start
        "a 0 200000 - / a 0 200000 -200                                               | new",
        "a 0 200000 -200 / a 0 200000 -                                               | known",
        "a 0 200000 -1000, a 0 200000 -800 / a 0 200000 -, a 0 200000 -               | known duplicate",
        "a 0 200000 -200 / a 0 200000 -201                                            | new",
        "a 0 200000 -201 / a 0 200000 -200                                            | known",
        // without a start a song cannot overlap itself
        "a 0 200000 - / a 100 200000 -                                                | known",
        "a 100 200000 - / a 0 200000 -                                                | new",
        "a 0 200000 - / a 195 200000 -                                                | new",
        "a 0 200000 -, a 250 200000 - / a 100 200000 -                                | known",
        "a 0 200000 - / b 100 200000 -                                                | new",
        "a 100 200000 -, b 0 200000 -9 / c 5 2000 -, a 0 200000 -, b 0 200000 -300    | new new new",
        // the same once more
        "a 0 3000 -10, a 0 3000 -9, a 0 3000 - / a 0 3000 -9, a 0 3000 -, a 0 3000 -10 | known duplicate known"})
    void endsAsIfAllHadComeAtOnce(String imports, String last) {
        List<List<ExportRow>> batches = Arrays.stream(imports.split("/")).map(batch -> Arrays.stream(batch.split(","))
                .map(row -> row(row.strip().split(" "))).toList()).toList();
        Map<String, ExportRow> expected = atOnce(batches.stream().flatMap(List::stream).toList());

        batches.forEach(this::store);

        assertThat(String.join(" ", outcomes.stream().map(RowOutcome::field).toList())).isEqualTo(last);
        assertThat(keys(documents)).isEqualTo(keys(expected));
        batches.forEach(this::store);
        assertThat(keys(documents)).isEqualTo(keys(expected));
    }

    @Test
    void endsTheSameWhereverItIsKilled() {
        Random dice = new Random(11);
        for (int round = 0; round < 200; round++) {
            List<ExportRow> rows = repeats(dice);
            Map<String, RowKey> expected = keys(atOnce(rows));
            Collections.shuffle(rows, dice);
            documents.clear();
            int split = dice.nextInt(rows.size());
            store(rows.subList(0, split));
            for (int kills = 0; kills < 3; kills++) {
                writesLeft = dice.nextInt(8);
                try {
                    store(rows.subList(split, rows.size()));
                } catch (KilledException e) {
                    // it goes on
                }
            }
            writesLeft = Integer.MAX_VALUE;
            store(rows.subList(split, rows.size()));
            assertThat(keys(documents)).isEqualTo(expected);
        }
    }

    @Test
    void countsTheRowThatAPlayHas() {
        ExportRow merged = row("a", "0", "200000", "-1000");
        plays.add(new ApiPlay("p", T + 10 * 86_400_000L, "a", merged.names(), merged.key()));

        store(List.of(row("a", "0", "200000", "-800"), row("a", "0", "200000", "-"), row("b", "0", "200000", "-")));

        assertThat(documents.keySet()).containsExactly("me:" + T + ":a:200000:1", "me:" + T + ":b:200000");
    }

    /** Repeats of a few songs, a length apart, some twice and some also without their start. */
    private static List<ExportRow> repeats(Random dice) {
        List<ExportRow> rows = new ArrayList<>();
        for (int song = 0; song < 3; song++) {
            for (int start = dice.nextInt(5); start >= 0; start--) {
                ExportRow row = row("s" + song, "0", "100000", String.valueOf(-100 * start - 100));
                rows.addAll(Collections.nCopies(1 + dice.nextInt(2), row));
            }
            rows.addAll(Collections.nCopies(dice.nextInt(2), row("s" + song, "0", "100000", "-")));
        }
        return rows;
    }

    private Map<String, ExportRow> atOnce(List<ExportRow> rows) {
        RenumberingTest once = new RenumberingTest();
        once.store(rows);
        return once.documents;
    }

    private static Map<String, RowKey> keys(Map<String, ExportRow> documents) {
        Map<String, RowKey> keys = new TreeMap<>();
        documents.forEach((id, row) -> keys.put(id, row.key()));
        return keys;
    }

    private void write(Runnable write) {
        if (writesLeft-- == 0) {
            throw new KilledException();
        }
        write.run();
    }

    private void stored(Consumer<StoredKey> taker) {
        documents.forEach((id, row) -> {
            String first = row.id("me", 0);
            taker.accept(new StoredKey(first, row.key(),
                    id.equals(first) ? 0 : Integer.parseInt(id.substring(first.length() + 1))));
        });
    }

    /** An import, with its writes in their order. */
    private void store(List<ExportRow> rows) {
        RowIndex index = new RowIndex();
        rows.forEach(row -> index.add(row.key(), Place.PLAY));
        index.seal();
        PairingResult pairs = new Pairing(plays).pairs(row -> true);
        ImportOptions options = Export.options(false, false);
        RowRouting routing = new RowRouting(options, List.of(), List.of());
        Renumbering renumbering = new ImportPlan(options, routing, index, pairs, null).renumbering();
        stored(renumbering::compare);
        if (renumbering.isNeeded()) {
            stored(renumbering::place);
        }
        renumbering.moves().forEach(move -> write(() -> documents.put(move.to(), documents.get(move.from()))));
        TreeSet<String> left = new TreeSet<>(renumbering.left());
        SecondPass second = new SecondPass(options, routing, index.pass(), renumbering, pairs);
        outcomes = new ArrayList<>();
        for (ExportRow row : rows) {
            SecondPass.Decision decision = second.decide(row);
            String id = decision.without() == null ? row.id("me", decision.repeat()) : null;
            if (id != null && left.remove(id)) {
                write(() -> documents.remove(id));
            }
            outcomes.add(id == null ? decision.without() : documents.containsKey(id) ? RowOutcome.KNOWN
                    : RowOutcome.NEW);
            if (id != null) {
                write(() -> documents.putIfAbsent(id, row));
            }
        }
        left.forEach(id -> write(() -> documents.remove(id)));
    }

    private static ExportRow row(String... row) {
        long end = T + 1000 * Long.parseLong(row[1]);
        Long start = row[3].equals("-") ? null : (Long) (T + 1000 * Long.parseLong(row[3]));
        return new ExportRow(RowKind.TRACK, row[0], new SongNames(row[0], "Artist", "Album"), new Heard(end,
                Long.parseLong(row[2]), start, false, false, false, PlaySource.EXPORT),
                JsonNodeFactory.instance.objectNode(), null);
    }
}
