package io.github.spotifypipeline.listening;

import io.github.spotifypipeline.charts.StillCountingException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * The library in memory. It is read again, in the background, when a cursor says that a list was synced, or when the
 * number of documents is another one. Until then the library is shown as it was, without accounts that are gone.
 */
final class LibraryTable {

    private static final long PATIENCE_MILLIS = 1_000;
    private static final List<String> COLLECTIONS = Stream.concat(LibraryReader.COLLECTIONS.values().stream().sorted(),
            Stream.of(LibraryReader.ITEMS, LibraryReader.PLAYLISTS)).toList();
    private static final Set<String> ENDPOINTS = COLLECTIONS.stream().map(name -> name.replace('_', '-'))
            .collect(Collectors.toSet());

    private final Database database;
    private final LibraryReader reader;
    private final Executor background;
    private SoftReference<Held> held = new SoftReference<>(null);
    private CompletableFuture<Held> reading;

    /** @param background takes what lasts, one after the other */
    LibraryTable(Database database, Executor background) {
        this.database = database;
        this.reader = new LibraryReader(database);
        this.background = background;
    }

    private record Held(String stamp, LibraryFacts facts) {
    }

    /**
     * The library.
     *
     * @throws StillCountingException when it is read for the first time and that lasts
     */
    LibraryFacts current() {
        String stamp = stamp();
        Held known = known();
        if (known != null && known.stamp().equals(stamp)) {
            return known.facts();
        }
        Held read = await(begin(stamp));
        if (read == null) {
            known = known();
            if (known == null) {
                throw StillCountingException.ofLibrary();
            }
            return withoutWhoIsGone(known.facts());
        }
        return read.facts();
    }

    private synchronized Held known() {
        return held.get();
    }

    private synchronized CompletableFuture<Held> begin(String stamp) {
        if (reading == null) {
            reading = new CompletableFuture<>();
            CompletableFuture<Held> mine = reading;
            try {
                background.execute(() -> read(stamp, mine));
            } catch (RuntimeException e) {
                reading = null;
                throw e;
            }
            return mine;
        }
        return reading;
    }

    private void read(String stamp, CompletableFuture<Held> end) {
        try {
            Held read = new Held(stamp, reader.read());
            synchronized (this) {
                held = new SoftReference<>(read);
                reading = null;
            }
            end.complete(read);
        } catch (RuntimeException e) {
            synchronized (this) {
                reading = null;
            }
            end.completeExceptionally(e);
        }
    }

    /** Null when it lasts. */
    private static Held await(CompletableFuture<Held> reading) {
        try {
            return reading.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Another one after each sync of a list, and when documents come or go. */
    private String stamp() {
        StringBuilder stamp = new StringBuilder();
        database.collection("cursors").find().sort(new Document("_id", 1))
                .projection(new Document("endpoint", 1).append("last_success_at", 1).append("failed_at", 1))
                .batchSize(1000).forEach(cursor -> {
                    if (ENDPOINTS.contains(cursor.getString("endpoint"))) {
                        stamp.append(cursor.toJson());
                    }
                });
        COLLECTIONS.forEach(name -> stamp.append(' ').append(database.collection(name).estimatedDocumentCount()));
        return stamp.toString();
    }

    private LibraryFacts withoutWhoIsGone(LibraryFacts facts) {
        Map<String, Boolean> there = new HashMap<>();
        return new LibraryFacts(facts.entries().stream().filter(entry -> there.computeIfAbsent(
                list(entry) + " " + entry.account(), one -> hasAny(list(entry), entry.account()))).toList(),
                facts.playlists());
    }

    private static String list(LibraryEntry entry) {
        return entry.playlist() == null ? LibraryReader.COLLECTIONS.get(entry.kind()) : LibraryReader.ITEMS;
    }

    private boolean hasAny(String collection, String account) {
        return database.collection(collection).find(IdRange.startingWith(account + ":"))
                .projection(new Document("account_id", 1)).sort(new Document("_id", 1)).limit(1).first() != null;
    }
}
