package io.github.spotifypipeline.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.api.ApiException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One sync of one endpoint of one account: which page comes next, and what has been done. It is used by one thread at
 * a time.
 */
public final class SyncRun {

    /** More pages than any endpoint has: 50 a page, a library of 500,000. */
    static final int PAGE_CAP = 10_000;

    private static final int PAGE_SIZE = 50;

    private final String accountId;
    private final Endpoint endpoint;
    private final Cursors.State before;
    private final Instant startedAt;
    private final BooleanSupplier stopping;
    private final Set<String> asked = new HashSet<>();
    private String nextUrl;
    private Long newest;
    private boolean stopped;
    private int calls;
    private int read;
    private int written;
    private int unchanged;
    private int dead;
    private int empty;

    /** @param stopping whether the process is about to end, so that no further page may begin */
    SyncRun(String accountId, Endpoint endpoint, Cursors.State before, Instant startedAt, BooleanSupplier stopping) {
        this.accountId = accountId;
        this.endpoint = endpoint;
        this.before = before;
        this.startedAt = startedAt;
        this.stopping = stopping;
        this.newest = before.position();
        this.nextUrl = firstUrl();
    }

    private String firstUrl() {
        StringBuilder url = new StringBuilder(endpoint.path());
        url.append(endpoint.path().contains("?") ? '&' : '?').append("limit=").append(PAGE_SIZE);
        if (endpoint.isIncremental() && before.position() != null) {
            url.append("&after=").append(Math.max(0, before.position() - endpoint.overlapMs()));
        }
        return url.toString();
    }

    public String getAccountId() {
        return accountId;
    }

    public String getEndpointId() {
        return endpoint.id();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public String getCollection() {
        return endpoint.collection();
    }

    public Cursors.State before() {
        return before;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Whether there is a page to fetch now; false also when the process is stopping. */
    public boolean isMorePages() {
        stopped = nextUrl != null && stopping.getAsBoolean();
        return nextUrl != null && !stopped;
    }

    /** Whether it ended before its last page because the process is stopping. */
    public boolean isStopped() {
        return stopped;
    }

    /**
     * Takes the page to fetch now; it is not given twice.
     *
     * @throws ApiException when Spotify's pages lead in a circle or never end
     */
    public String takeNextUrl() {
        if (!asked.add(nextUrl) || asked.size() > PAGE_CAP) {
            throw new ApiException("Spotify's pages lead in a circle, so the sync was broken off.");
        }
        return nextUrl;
    }

    /** Counts a call of the Web API. */
    void called() {
        calls++;
    }

    /**
     * Takes a page and finds the next one. A short page of an incremental call whose {@code next} leads to newer
     * records is the last: there can be none yet.
     *
     * @param page the answer; JSON null for one without content, which holds no items
     * @return the page's items, without those that Spotify left empty (null), which are counted
     * @throws ApiException when there is no list of items in it
     */
    List<JsonNode> received(JsonNode page) {
        JsonNode holder = page;
        String[] names = endpoint.items().split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            holder = holder.path(names[i]);
        }
        JsonNode items = holder.path(names[names.length - 1]);
        if (!items.isArray() && !page.isNull()) {
            throw new ApiException("Spotify's answer holds no list at " + endpoint.items() + ".");
        }
        String next = holder.path("next").asText("");
        boolean newer = next.contains("after=") && endpoint.isIncremental();
        nextUrl = next.isEmpty() || items.isEmpty() || newer && items.size() < PAGE_SIZE ? null : next;
        List<JsonNode> present = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            if (item.isNull()) {
                empty++;
            } else {
                present.add(item);
            }
        }
        return present;
    }

    /** Counts a record, and remembers its time when it is the newest; a time in the future counts as now. */
    public void read(Instant time, Instant now) {
        read++;
        if (time != null) {
            long millis = Math.min(time.toEpochMilli(), now.toEpochMilli());
            newest = newest == null ? millis : Math.max(newest, millis);
        }
    }

    /** Counts a record that could not be transformed. */
    public void readDead() {
        read++;
        dead++;
    }

    /** Counts a page's documents after they were stored. */
    public void stored(int newDocuments, int unchangedDocuments) {
        written += newDocuments;
        unchanged += unchangedDocuments;
    }

    /** The newest record's time in Unix ms; null when none was ever seen. */
    public Long newest() {
        return newest;
    }

    public int calls() {
        return calls;
    }

    public int read() {
        return read;
    }

    public int written() {
        return written;
    }

    public int unchanged() {
        return unchanged;
    }

    public int dead() {
        return dead;
    }

    public int empty() {
        return empty;
    }
}
