package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.jq.Jq;
import io.github.spotifypipeline.jq.JqTimeoutException;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.schedule.SyncTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.language.jq.JqFunctions;

/**
 * Evaluates the key and the transform of an endpoint for the items of a page, within a time limit. jq cannot be
 * interrupted: a thread of its own does it, which is left to itself when it takes too long. Until that thread has
 * ended, or the endpoint's file was edited, further pages of this account and endpoint are refused at once, and those
 * of every account where several such threads run. A page that filled the memory is refused for an hour only, because
 * other work may have filled it too.
 */
final class ItemExpressions {

    private static final ThreadLocal<Item> ITEM = new ThreadLocal<>();
    private static final int SHOWN = 120;

    /** How many threads an endpoint may leave behind; one account's odd item does not stop the others'. */
    private static final int MOST_STUCK = 3;
    private static final long EXHAUSTED_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Duration limit;
    private final Map<String, Page> late = new ConcurrentHashMap<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "SpotifyJq-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    /** @param limit what a page may take */
    ItemExpressions(Duration limit) {
        this.limit = limit;
    }

    /**
     * What the expressions made of an item.
     *
     * @param key     the key; null when it has none
     * @param fields  the transform's result; null when there is none
     * @param problem why it cannot be used, in jq's terms; null when it can
     */
    record Made(JsonNode key, JsonNode fields, String problem) {

        /** Whether the transform left the item out. */
        boolean isLeftOut() {
            return fields == null && problem == null;
        }
    }

    /** The item that this thread works on; null when it works on none. */
    static Item item() {
        return ITEM.get();
    }

    /**
     * Evaluates them for each item of a page.
     *
     * @param exchange that of the route, for Camel's own functions
     * @return what they made, in the items' order
     * @throws JqTimeoutException when it takes too long, or more memory than there is
     */
    List<Made> of(SyncTask task, List<Item> items, Exchange exchange) {
        Endpoint endpoint = task.endpoint();
        String list = task.accountId() + ":" + endpoint.id();
        Page before = inTheWay(list, endpoint);
        if (before != null) {
            throw new JqTimeoutException(before.words(limit)
                    + (before.exhausted ? " It is not tried again before an hour has"
                    + " passed," : " It still runs, so it is not tried again before")
                    + " the file is edited or the program restarted.");
        }
        late.remove(list);
        Page page = new Page(endpoint, exchange, items);
        page.task = workers.submit(page::all);
        try {
            return page.task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            page.abandoned = true;
            late.put(list, page);
            throw new JqTimeoutException(page.words(limit));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OutOfMemoryError) {
                page.exhaustedAt = System.nanoTime();
                page.exhausted = true;
                late.put(list, page);
                throw new JqTimeoutException(page.words(limit));
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            page.abandoned = true;
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The program stops.");
        }
    }

    /**
     * What keeps an account's page from being tried: its own last one, or that those of as many accounts as may leave a
     * thread behind did not end.
     */
    private Page inTheWay(String list, Endpoint endpoint) {
        List<Page> stuck = late.values().stream().filter(page -> page.isStuck(endpoint)).toList();
        Page own = late.get(list);
        return own != null && own.isStuck(endpoint) ? own : stuck.size() < MOST_STUCK ? null : stuck.get(0);
    }

    /** A page under way. */
    private static final class Page {

        private final Endpoint endpoint;
        private final Exchange exchange;
        private final List<Item> items;
        private volatile boolean abandoned;
        private volatile boolean exhausted;
        private volatile long exhaustedAt;
        private volatile boolean atKey;
        private volatile Future<List<Made>> task;

        private Page(Endpoint endpoint, Exchange exchange, List<Item> items) {
            this.endpoint = endpoint;
            this.exchange = exchange;
            this.items = items;
        }

        /** Whether it did not end, or filled the memory, under what the endpoint still says. */
        private boolean isStuck(Endpoint now) {
            return endpoint.id().equals(now.id()) && endpoint.definition().equals(now.definition())
                    && (isExhausted() || !task.isDone());
        }

        boolean isExhausted() {
            return exhausted && System.nanoTime() - exhaustedAt < EXHAUSTED_NANOS;
        }

        private List<Made> all() {
            List<Made> made = new ArrayList<>(items.size());
            JqFunctions.EXCHANGE_LOCAL.set(exchange);
            try {
                for (int i = 0; i < items.size() && !abandoned; i++) {
                    ITEM.set(items.get(i));
                    made.add(one(items.get(i).raw()));
                }
                return made;
            } finally {
                JqFunctions.EXCHANGE_LOCAL.remove();
                ITEM.remove();
            }
        }

        private Made one(JsonNode raw) {
            JsonNode key = null;
            String keyProblem = null;
            atKey = true;
            try {
                List<JsonNode> keys = endpoint.expressions().key().results(raw);
                key = keys.size() == 1 ? keys.get(0) : null;
                keyProblem = keys.size() < 2 ? null : "gives " + keys.size()
                        + " results, and a key is one: put them into [ ]";
            } catch (Jq.FailedException e) {
                keyProblem = e.getMessage();
            }
            atKey = false;
            try {
                List<JsonNode> fields = endpoint.expressions().transform().results(raw);
                if (fields.isEmpty()) {
                    return new Made(key, null, null);
                }
                if (keyProblem != null) {
                    return new Made(null, null, "key: " + keyProblem);
                }
                return fields.size() == 1 ? new Made(key, fields.get(0), null)
                        : new Made(key, null, "the transform gives "
                        + fields.size()
                        + " results, and a record is one: choose one, by first(…), or put them into [ ]");
            } catch (Jq.FailedException e) {
                return new Made(key, null, keyProblem == null ? e.getMessage() : "key: " + keyProblem);
            }
        }

        private String words(Duration limit) {
            String expression = endpoint.expressions().text(atKey).strip().replaceAll("\\s+", " ");
            return "The " + (atKey ? "key" : "transform") + " of " + endpoint.id() + " ("
                    + endpoint.expressions().file()
                    + ") took more than " + (exhausted ? "the memory that there is" : limit.toSeconds() + " seconds")
                    + " for a page of " + items.size()
                    + " items and was given up: change what in it repeats without an end, or too often: "
                    + (expression.length() > SHOWN ? expression.substring(0, SHOWN) + "…" : expression) + ".";
        }
    }
}
