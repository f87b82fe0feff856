package io.github.spotifypipeline.imports.flow;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.PlayMonths;
import io.github.spotifypipeline.imports.ImportPlan;
import io.github.spotifypipeline.imports.Renumbering;
import io.github.spotifypipeline.imports.Span;
import io.github.spotifypipeline.imports.StoredKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * Documents of earlier imports that are repeats or copies of rows of this one. Killed anywhere, it finds the same
 * again: a document is deleted only where a copy of it is stored, or where its better copy is about to be.
 */
final class EarlierRepeats {

    /** Longer than anything that is heard without a break. */
    private static final long NEAR = Duration.ofDays(1).toMillis();
    private static final int BATCH = 1_000;

    private final Database database;
    private final StoredStreams stored;
    private final String accountId;
    private final Set<String> moved = new HashSet<>();
    private Set<String> left = Set.of();
    private Set<String> copies = Set.of();

    EarlierRepeats(Database database, StoredStreams stored, ImportTask task) {
        this.database = database;
        this.stored = stored;
        this.accountId = task.accountId();
    }

    /**
     * Finds them, and gives repeats the numbers that they have among all.
     *
     * @param any    whether there may be some
     * @param dryRun whether to write nothing
     */
    Renumbering renumber(ImportPlan plan, boolean any, boolean dryRun) {
        Renumbering renumbering = plan.renumbering();
        Span span = any ? plan.findings().span() : null;
        read(span, renumbering::compare);
        if (renumbering.isNeeded()) {
            read(span, renumbering::place);
            left = new HashSet<>(renumbering.left());
            copies = renumbering.copies();
            List<Renumbering.Move> moves = renumbering.moves();
            moves.forEach(move -> moved.add(move.to()));
            for (int from = 0; from < moves.size() && !dryRun; from += BATCH) {
                move(moves.subList(from, Math.min(from + BATCH, moves.size())));
            }
        }
        return renumbering;
    }

    private void read(Span span, Consumer<StoredKey> taker) {
        if (span == null) {
            return;
        }
        stored.rows(span.from() - NEAR, span.to() + NEAR, StoredKey.FIELDS, (collection, document) -> {
            StoredKey one = StoredKey.of(document);
            if (one != null) {
                taker.accept(one);
            }
        });
    }

    private void move(List<Renumbering.Move> moves) {
        new PlayMonths(database).change(accountId, moves.stream().map(Renumbering.Move::to).toList(), () ->
                Stream.of(StoredStreams.PLAYS, StoredStreams.OTHERS).forEach(collection -> move(moves,
                        database.collection(collection))));
    }

    private static void move(List<Renumbering.Move> moves, MongoCollection<Document> collection) {
        Map<String, Document> documents = new HashMap<>();
        collection.find(new Document("_id", new Document("$in", moves.stream().map(Renumbering.Move::from).toList())))
                .batchSize(BATCH).forEach(one -> documents.put(one.getString("_id"), one));
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Renumbering.Move move : moves) {
            Document document = documents.get(move.from());
            if (document != null) {
                writes.add(new ReplaceOneModel<>(new Document("_id", move.to()),
                        new Document(document).append("_id", move.to()), new ReplaceOptions().upsert(true)));
            }
        }
        if (!writes.isEmpty()) {
            // in their order: each is written before another takes its place
            collection.bulkWrite(writes);
        }
    }

    /** Deletes what stands where other rows are about to be stored. */
    void makeWay(Collection<String> ids) {
        List<String> taken = ids.stream().filter(left::contains).toList();
        stored.deleteRows(taken);
        taken.forEach(left::remove);
    }

    /** Deletes the rest, when all rows are stored. @return null: no page comes any more */
    ImportPage end() {
        makeWay(List.copyOf(left));
        return null;
    }

    /** For a dry run: whether a row would be added. @param added ids of rows that have no document today */
    void foresee(String id, Set<String> added) {
        if (moved.contains(id)) {
            added.remove(id);
        } else if (left.contains(id)) {
            added.add(id);
        }
    }

    /** Whether a row has taken the place of its copy, so that its play was there before. */
    boolean wasCopy(String id) {
        return copies.contains(id);
    }
}
