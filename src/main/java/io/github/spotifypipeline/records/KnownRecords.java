package io.github.spotifypipeline.records;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.json.Hash128;
import io.github.spotifypipeline.json.SentEntry;
import io.github.spotifypipeline.reading.LongIndex;
import io.github.spotifypipeline.reading.RemovedRecords;
import io.github.spotifypipeline.reading.StoredItems;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.settings.Version;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.bson.Document;

/**
 * The records of an endpoint of an account that are stored when a sync begins with their list: of each its digest, and
 * the hash of the item that it was made of. So an item that was sent as it was is known before it is read, and the
 * database is not asked page by page. A record that the sync itself has made counts no more as known.
 *
 * <p>A hash is kept in the field {@code raw_hash}, mixed with the digest that was stored with it and with the
 * {@code _id}: where anybody changes or removes the digest, the record counts as changed, and a copy under another
 * {@code _id} is no record of the item. It stands for all that the record depends on: the item's bytes, the list, the
 * endpoint's definition, the time zone and the version of this program.
 */
public final class KnownRecords implements StoredItems {

    private static final Duration WEEK = Duration.ofDays(7);

    private final SyncTask task;
    private final Database database;
    private final boolean isOfItemsAlone;
    private final String context;
    private final Map<String, Hash128> lists = new HashMap<>();
    private final List<Stored> stored = new ArrayList<>();
    private final LongIndex byId = new LongIndex();
    private final LongIndex byHash = new LongIndex();
    private final LongIndex made = new LongIndex();

    /**
     * What is kept of a record.
     *
     * @param digest    null where none is stored
     * @param hash      null where none is stored that counts
     * @param fetchedAt when it was written, in Unix ms
     */
    private record Stored(long id, Hash128 digest, Hash128 hash, long fetchedAt) {
    }

    /** @param zone of local times */
    public KnownRecords(SyncTask task, Database database, ZoneId zone) {
        this.task = task;
        this.database = database;
        this.isOfItemsAlone = task.endpoint().isOfItemsAlone();
        Endpoint endpoint = task.endpoint();
        // the definition is of 32 bits: of an edit in a thousand million it would say nothing
        this.context = String.join("\n", endpoint.id(), endpoint.definition(), endpoint.expressions().text(true),
                endpoint.expressions().text(false), zone.getId(), Version.text());
    }

    @Override
    public synchronized Hash128 hash(String prefix, SentEntry entry) {
        return isOfItemsAlone ? entry.hash().xor(lists.computeIfAbsent(prefix, this::begin)) : null;
    }

    private Hash128 begin(String prefix) {
        new IdPages(database.collection(task.endpoint().collection()),
                RemovedRecords.stored(task.accountId(), prefix, Mode.MIRROR),
                new Document("digest", 1).append(RecordFactory.HASH, 1).append("fetched_at", 1)).forEach(document -> {
                    String id = document.getString("_id");
                    Hash128 digest = Hash128.parse(text(document, "digest"));
                    Hash128 mixed = digest == null ? null : Hash128.parse(text(document, RecordFactory.HASH));
                    Stored one = new Stored(LongIndex.key(id), digest, mixed == null ? null : mixed(mixed, id, digest),
                            document.get("fetched_at") instanceof Date date ? date.getTime() : 0);
                    byId.put(one.id(), stored.size());
                    if (one.hash() != null) {
                        byHash.put(one.hash().high(), stored.size());
                    }
                    stored.add(one);
                });
        return Hash128.of(context + "\n" + prefix);
    }

    /** An item's hash, mixed with what it is stored beside; of one that is mixed, the hash itself. */
    static Hash128 mixed(Hash128 hash, String id, Hash128 digest) {
        return hash.xor(Hash128.of(id)).xor(digest);
    }

    private static String text(Document document, String name) {
        return document.get(name) instanceof String text ? text : null;
    }

    @Override
    public synchronized OptionalLong unchanged(Hash128 hash) {
        int at = byHash.get(hash.high());
        return at >= 0 && stored.get(at).hash().equals(hash) && made.get(stored.get(at).id()) < 0
                ? OptionalLong.of(stored.get(at).id()) : OptionalLong.empty();
    }

    /** The sync has made a record. */
    synchronized void made(String id) {
        long key = LongIndex.key(id);
        made.put(key, made.get(key) < 0 ? 1 : 2);
    }

    /** Whether what is stored of a record may be another than when the sync began: the list shows it twice. */
    synchronized boolean isShownTwice(String id) {
        return made.get(LongIndex.key(id)) > 1;
    }

    /** Whether a record is stored with a digest, and its list has it. */
    synchronized boolean has(String id, Hash128 digest) {
        Stored known = find(id);
        return known != null && digest.equals(known.digest());
    }

    /**
     * Whether a record that is stored is to get the hash of its item, although it has not changed: at once where it has
     * none, as one of an older version; else at the earliest a week after it was written, and on one day of a week,
     * because an item may be sent otherwise each time.
     */
    synchronized boolean isHashDue(String id) {
        Stored known = find(id);
        return known.hash() == null || known.fetchedAt() < task.startedAt().minus(WEEK).toEpochMilli()
                && Math.floorMod(known.id() + LocalDate.parse(task.day()).toEpochDay(), WEEK.toDays()) == 0;
    }

    private Stored find(String id) {
        int at = byId.get(LongIndex.key(id));
        return at < 0 ? null : stored.get(at);
    }
}
