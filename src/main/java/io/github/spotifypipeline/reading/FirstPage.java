package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.Mode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.bson.Document;

/** The first page of an endpoint's first list, for one who wants to see it: nothing is kept of it. */
public final class FirstPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Endpoint endpoint;
    private final String day;
    private final String partition;
    private final String parentId;
    private final JsonNode parent;
    private final String prefix;
    private final PageReader pages;

    /**
     * Finds the list: the first partition's, or that of the first record of the parent that has one.
     *
     * @param day that the items count to, {@code YYYY-MM-DD}
     * @throws IllegalArgumentException when the parent has no record that has such a list; with words for a person
     */
    public FirstPage(Endpoint endpoint, String accountId, String day, EndpointRegistry endpoints, Database database) {
        this.endpoint = endpoint;
        this.day = day;
        String path = endpoint.path();
        if (endpoint.parent() != null) {
            Document found = parent(endpoint, accountId, endpoints, database);
            parentId = found.getString("_id");
            parent = Content.of(JSON.valueToTree(found.get("raw")));
            path = ListSelection.fill(path, parent);
        } else {
            parentId = null;
            parent = null;
        }
        partition = endpoint.partitions().isEmpty() ? null : endpoint.partitions().get(0);
        path = partition == null ? path : path.replace("{partition}", ListSelection.encoded(partition));
        prefix = (parentId == null ? accountId : parentId) + ":" + (partition == null ? "" : partition + ":")
                + (endpoint.mode() == Mode.SNAPSHOT ? day + ":" : "");
        pages = new PageReader(endpoint, path, null);
    }

    private static Document parent(Endpoint endpoint, String accountId, EndpointRegistry endpoints, Database database) {
        Endpoint of = endpoints.find(endpoint.parent().endpointId()).orElseThrow(() -> new IllegalArgumentException(
                "the parent " + endpoint.parent().endpointId() + " is no endpoint"));
        return StreamSupport.stream(database.collection(of.collection()).find(ListSelection.present(accountId)).limit(200)
                .batchSize(200).spliterator(), false)
                .filter(document -> ListSelection.fill(endpoint.path(), Content.of(JSON.valueToTree(document.get("raw")))) != null)
                .findFirst().orElseThrow(() -> new IllegalArgumentException("no record of " + of.id()
                        + " is stored that has what the path needs: sync " + of.id() + " first, or correct the path"));
    }

    /** What to ask for, a path below the API's URL. */
    public String take() {
        return pages.take();
    }

    /**
     * Its items, without those that Spotify left empty.
     *
     * @param most no more than these
     * @throws SpotifyException when there is no list in the answer
     */
    public StoredPage received(JsonNode answer, int most) {
        List<StoredPage.Item> items = pages.received(answer).stream().filter(item -> !Content.isMissing(item.raw()))
                .limit(most).map(item -> new StoredPage.Item("", item.raw(), item.position(), day, prefix)).toList();
        return new StoredPage(partition, parentId, parent, items);
    }
}
