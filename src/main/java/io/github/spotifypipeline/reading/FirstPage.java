package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.json.SentJson;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.bson.Document;

/** The first page of an endpoint's first list, for the command {@code try}: nothing is kept of it. */
public final class FirstPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String day;
    private final ListIdentity list;
    private final PageReader pages;

    /**
     * Finds the list: the first partition's, or that of the first record of the parent that has one.
     *
     * @throws IllegalArgumentException when the parent has no record that has such a list; with words for a person
     */
    public FirstPage(SyncTask task, EndpointRegistry endpoints, Database database) {
        Endpoint endpoint = task.endpoint();
        this.day = task.day();
        String path = endpoint.path();
        String parentId = null;
        JsonNode parent = null;
        if (endpoint.parent() != null) {
            Document found = parent(task, endpoints, database);
            parentId = found.getString("_id");
            parent = Content.of(JSON.valueToTree(found.get("raw")));
            path = ListSelection.fill(path, parent);
        }
        String partition = endpoint.partitions().isEmpty() ? null : endpoint.partitions().get(0);
        path = partition == null ? path : path.replace("{partition}", ListSelection.encoded(partition));
        String prefix = (parentId == null ? task.accountId() : parentId) + ":"
                + (partition == null ? "" : partition + ":")
                + (endpoint.mode() == Mode.SNAPSHOT ? day + ":" : "");
        list = new ListIdentity(prefix, partition, parentId, parent);
        pages = new PageReader(endpoint, path, null);
    }

    private static Document parent(SyncTask task, EndpointRegistry endpoints, Database database) {
        Endpoint endpoint = task.endpoint();
        Endpoint of = endpoints.find(endpoint.parent().endpointId()).orElseThrow(() -> new IllegalArgumentException(
                "the parent " + endpoint.parent().endpointId() + " is no endpoint"));
        return StreamSupport.stream(database.collection(of.collection()).find(ListSelection.present(task.accountId()))
                .limit(200).batchSize(200).spliterator(), false)
                .filter(document -> ListSelection.fill(endpoint.path(),
                        Content.of(JSON.valueToTree(document.get("raw")))) != null)
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
    public Page received(JsonNode answer, int most) {
        Page page = Page.of(Item.all(pages.received(SentJson.of(answer)), list, day), ListMembers.NOBODY,
                List.of());
        return new Page(page.items().stream().limit(most).toList(), List.of(), page.members());
    }
}
