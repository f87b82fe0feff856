package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.records.DeadLetters.Letter;
import io.github.spotifypipeline.sync.SyncRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dead letters of the endpoint and account of one sync: an item fails once, not in every sync. */
final class SyncLetters implements ItemResults {

    private static final Logger LOG = LoggerFactory.getLogger(SyncLetters.class);

    private final DeadLetters letters;
    private final SyncRun run;
    private final Map<String, Letter> known;
    private final Map<Integer, String> retried = new HashMap<>();

    /** @param known the letters by their {@code _id} */
    SyncLetters(DeadLetters letters, SyncRun run, Map<String, Letter> known) {
        this.letters = letters;
        this.run = run;
        this.known = known;
    }

    @Override
    public List<JsonNode> untried(List<JsonNode> entries) {
        retried.clear();
        // nearly always there are none, and a fingerprint takes its time
        if (known.isEmpty()) {
            return entries;
        }
        forgetEmpty();
        List<JsonNode> left = run.leaveOut(item -> {
            Letter letter = known.get(DeadLetters.id(run, item.raw()));
            boolean same = letter != null && run.endpoint().definition().equals(letter.definition())
                    && (!run.endpoint().expressions().usePosition() || Long.valueOf(item.position()).equals(letter.position()));
            if (same) {
                run.readDead(recordId(run.idPrefix(), letter.key()), true);
            }
            return same;
        });
        for (int i = 0; i < left.size(); i++) {
            String id = DeadLetters.id(run, left.get(i));
            if (known.containsKey(id)) {
                retried.put(i, id);
            }
        }
        return left;
    }

    /** What counts as empty now, but did not when it failed, is no letter any more. */
    private void forgetEmpty() {
        List<String> ids = run.emptyEntries().stream().map(raw -> DeadLetters.id(run, raw)).filter(known::containsKey).toList();
        letters.remove(ids);
        known.keySet().removeAll(ids);
    }

    @Override
    public void failed(int index, String key, String reason) {
        String id = DeadLetters.id(run, run.raw(index));
        Letter before = known.get(id);
        Letter now = new Letter(run.endpoint().definition(), run.position(index), key);
        // one that only stands elsewhere has been told of
        boolean same = before != null && now.definition().equals(before.definition());
        run.readDead(recordId(run.idPrefix(index), key), same);
        letters.failed(id, run, index, now, reason);
        known.put(id, now);
        retried.remove(index);
        if (!same && run.isFirstComplaint()) {
            LOG.warn("An item of {} of account {} could not be transformed: it is in dead_letters, with the reason (said"
                    + " once a sync)", run.getEndpointId(), run.getAccountId());
        }
    }

    private static String recordId(String prefix, String key) {
        return key == null ? null : Bson.text(prefix + key);
    }

    @Override
    public void stored() {
        letters.remove(retried.values());
        known.keySet().removeAll(retried.values());
        retried.clear();
    }
}
