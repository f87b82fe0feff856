package io.github.spotifypipeline.reprocess;

import java.util.LinkedHashMap;
import java.util.Map;

/** What became of the stored items of one endpoint, of all accounts. */
public final class ReprocessResult {

    private final String endpoint;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private String trouble;
    private String reason;

    /** @param counted what is counted, in the order in which it is told */
    ReprocessResult(String endpoint, String... counted) {
        this.endpoint = endpoint;
        for (String name : counted) {
            counts.put(name, 0L);
        }
    }

    void add(String name, long items) {
        counts.merge(name, items, Long::sum);
    }

    /** @param words why not all was done; the first that was given counts */
    void trouble(String words) {
        trouble = trouble == null ? words : trouble;
    }

    /** @param words why an item failed; null when none did; the first that was given counts */
    void reason(String words) {
        reason = reason == null ? words : reason;
    }

    boolean isTrouble() {
        return trouble != null;
    }

    /**
     * {@code endpoint}, the counts by their names, {@code reason}: why the first of those that failed did, and
     * {@code trouble}: why not all was done; each null where there is nothing to say.
     */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("endpoint", endpoint);
        map.putAll(counts);
        map.put("reason", reason);
        map.put("trouble", trouble);
        return map;
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder("endpoint=" + endpoint);
        counts.forEach((name, count) -> line.append(' ').append(name).append('=').append(count));
        return trouble == null ? line.toString() : line + " trouble=\"" + trouble + "\"";
    }
}
