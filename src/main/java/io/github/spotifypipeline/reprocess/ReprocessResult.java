package io.github.spotifypipeline.reprocess;

import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.sync.Diagnosis;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of the stored items of one endpoint, of all accounts. */
public final class ReprocessResult {

    private static final Logger LOG = LoggerFactory.getLogger(ReprocessResult.class);

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

    /** It was stopped before its end. */
    void stopped() {
        trouble("it was stopped before its end; the next one goes on from there");
    }

    /** Its items went through the route, or that broke off. */
    void ended(Tally tally) {
        if (tally.failure() != null) {
            Failure failure = Diagnosis.of(tally.failure(), tally.writing());
            if (failure.isBug()) {
                LOG.error("A step of the route {} failed for account {}", endpoint, tally.task().accountId(),
                        tally.failure());
            }
            trouble(failure.words());
        } else if (tally.isStopped()) {
            stopped();
        }
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

    public String endpoint() {
        return endpoint;
    }

    /** How many items, by what became of them, in the order in which it is told. */
    public Map<String, Long> counts() {
        return counts;
    }

    /** Why the first item that failed did; null when none did. */
    public String reason() {
        return reason;
    }

    /** Why not all was done; null when all was. */
    public String trouble() {
        return trouble;
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder("endpoint=" + endpoint);
        counts.forEach((name, count) -> line.append(' ').append(name).append('=').append(count));
        return trouble == null ? line.toString() : line + " trouble=\"" + trouble + "\"";
    }
}
