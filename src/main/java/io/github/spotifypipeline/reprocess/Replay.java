package io.github.spotifypipeline.reprocess;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.reading.StoredPage;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.records.ItemResults;
import io.github.spotifypipeline.sync.StoredRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.Document;

/** The dead letters of one endpoint of one account, tried again. */
final class Replay implements ItemResults {

    private static final int PAGE = 50;

    private final DeadLetters letters;
    private final Endpoint endpoint;
    private final StoredLists lists;
    private final StoredPages pages;
    private final Set<Integer> failed = new HashSet<>();
    private int healed;

    /** @param ids of the letters, sorted */
    Replay(DeadLetters letters, Endpoint endpoint, StoredLists lists, List<String> ids) {
        this.letters = letters;
        this.endpoint = endpoint;
        this.lists = lists;
        this.pages = new StoredPages(ids, PAGE, this::read);
    }

    StoredRun.Work work() {
        return new StoredRun.Work(pages, this, false);
    }

    /** How many letters' items are stored now. */
    int healed() {
        return healed;
    }

    private List<StoredPage> read(List<String> ids) {
        List<StoredLists.Placed> items = new ArrayList<>();
        for (Document letter : letters.find(ids)) {
            StoredLists.StoredList list = lists.of(letter.getString("partition"), letter.getString("parent_id"));
            if (list != null && letter.get("raw") != null) {
                String day = letter.getString("day");
                items.add(new StoredLists.Placed(list, new StoredPage.Item(letter.getString("_id"),
                        StoredLists.json(letter.get("raw")), letter.getLong("position"), day, lists.prefix(list, day))));
            }
        }
        return StoredLists.pages(items);
    }

    @Override
    public List<JsonNode> untried(List<JsonNode> entries) {
        failed.clear();
        return entries;
    }

    @Override
    public void failed(int index, String key, String reason) {
        failed.add(index);
        letters.failedAgain(pages.current().items().get(index).id(), endpoint.definition(), reason,
                pages.current().items().get(index).raw());
    }

    /** Only now: a letter that stays although its record is stored does no harm, a record that is lost does. */
    @Override
    public void stored() {
        List<StoredPage.Item> page = pages.current().items();
        List<String> done = IntStream.range(0, page.size()).filter(index -> !failed.contains(index))
                .mapToObj(index -> page.get(index).id()).toList();
        letters.remove(done);
        healed += done.size();
    }
}
