package io.github.spotifypipeline.accounts;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.TokenStore.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that Spotify has given while the database did not take them, as in an election: the old ones may be good for
 * nothing any more. They are stored as soon as the database answers, tried each second; until then the lease on the
 * account's refresh is kept, and a file outlives the process ({@link UnstoredFiles}).
 */
public final class UnstoredTokens implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UnstoredTokens.class);

    private static final long RETRY_MS = 1000;

    private final TokenStore store;
    private final UnstoredFiles files;
    private final Map<String, Unstored> all = new ConcurrentHashMap<>();
    /** The accounts of which an earlier process left tokens, perhaps with another database. */
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isRetried = new AtomicBoolean();
    private volatile boolean isEnding;
    private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "spotify-unstored-tokens");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Takes up what an earlier process left.
     *
     * @param dataDir where a file of what is unstored is kept
     */
    public UnstoredTokens(TokenStore store, Path dataDir, TokenCipher cipher) {
        this.store = store;
        this.files = new UnstoredFiles(dataDir, cipher);
        all.putAll(files.load());
        left.addAll(all.keySet());
        retryLater(0);
    }

    /** Of how many accounts a data folder has tokens that are not in the database yet. */
    public static long kept(Path dataDir) {
        return UnstoredFiles.count(dataDir);
    }

    /** @param old the tokens that were spent for the grant */
    record Unstored(Tokens old, TokenGrant grant) {
    }

    /**
     * Takes a grant; {@link #store} is to follow. A grant without a new refresh token ends no old one: it needs no
     * file.
     */
    public void add(String accountId, Tokens old, TokenGrant grant) {
        Unstored unstored = new Unstored(old, grant);
        all.put(accountId, unstored);
        left.remove(accountId);
        if (grant.refreshToken() != null) {
            files.keep(accountId, unstored);
        }
    }

    /**
     * Stores what there is of an account.
     *
     * @return whether what was spent for it was still the account's token; false also when there is nothing
     * @throws MongoException when the database does not take it: it is tried again
     */
    public boolean store(String accountId) {
        Unstored unstored = all.get(accountId);
        if (unstored == null) {
            return false;
        }
        try {
            boolean stored = store.replace(accountId, unstored.old(), unstored.grant())
                    || replaceResealed(accountId, unstored);
            if (all.remove(accountId, unstored)) {
                if (!stored && left.contains(accountId) && store.holder(accountId).isEmpty()) {
                    LOG.warn("The data folder has new tokens of account {}, which is not in this database: start once"
                            + " with the mongodb.uri and mongodb.database of before, or delete the folder"
                            + " unstored-tokens",
                            accountId);
                } else {
                    files.forget(accountId);
                }
            }
            return stored;
        } catch (MongoException e) {
            retryLater(RETRY_MS);
            throw e;
        }
    }

    /** A rotation of the key encrypts the same token anew, under another version. */
    private boolean replaceResealed(String accountId, Unstored unstored) {
        Optional<Tokens> now = store.holder(accountId).map(TokenStore.Holder::tokens);
        return now.isPresent() && unstored.old().refreshToken().equals(now.get().refreshToken())
                && store.replace(accountId, now.get(), unstored.grant());
    }

    private void retryLater(long afterMs) {
        if (!all.isEmpty() && !retries.isShutdown() && isRetried.compareAndSet(false, true)) {
            retries.schedule(this::retry, afterMs, TimeUnit.MILLISECONDS);
        }
    }

    private void retry() {
        isRetried.set(false);
        for (String accountId : all.keySet()) {
            try {
                if (store(accountId)) {
                    LOG.info("The new tokens of account {} are stored now", accountId);
                }
            } catch (MongoException e) {
                // the others would wait as long in vain
                return;
            } catch (TokenCipher.WrongKeyException e) {
                LOG.warn("The new tokens of account {} are not stored: the key of the stored ones is another one by"
                        + " now. They stay in the data folder for a start with the key of before", accountId);
                all.remove(accountId);
            }
        }
        if (isEnding) {
            retries.shutdown();
        }
    }

    /** Waits until all is stored. @param atMost no longer than this: the files stay for the next start */
    public void await(Duration atMost) {
        isEnding = true;
        retryLater(0);
        try {
            if (!all.isEmpty() && !retries.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("MongoDB does not take the new tokens of {} accounts: they are kept, encrypted, in the data"
                        + " folder, and the next start on it stores them.", all.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        retries.shutdownNow();
    }
}
