package io.github.spotifypipeline.reprocess;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.reading.Content;
import io.github.spotifypipeline.reading.StoredPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/** Finds the list of an endpoint that a stored item belongs to, and puts the items of one list in a page. */
final class StoredLists {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String account;
    private final Endpoint endpoint;
    private final MongoCollection<Document> parents;
    private StoredList last;

    /** @throws ReprocessException when the endpoint's parent is not there */
    StoredLists(String accountId, Endpoint endpoint, EndpointRegistry endpoints, Database database) {
        this.account = accountId + ":";
        this.endpoint = endpoint;
        this.parents = endpoint.parent() == null ? null : database.collection(endpoints.find(endpoint.parent().endpointId())
                .orElseThrow(() -> ReprocessException.refused("The parent of " + endpoint.id() + " is "
                        + endpoint.parent().endpointId() + ", but there is no endpoint with this id.")).collection());
    }

    /**
     * A list.
     *
     * @param prefix   what the {@code _id}s of its records begin with, without a day
     * @param parentId null when there is no parent; so with the parent's object
     * @param gone     whether the parent is marked as removed
     */
    record StoredList(String prefix, String partition, String parentId, JsonNode parent, boolean gone) {
    }

    /** An item and its list. */
    record Placed(StoredList list, StoredPage.Item item) {
    }

    /** The list that a dead letter names; null when the endpoint has no such list, or its parent is gone. */
    StoredList of(String partition, String parentId) {
        if (parents != null) {
            StoredList list = parentId == null ? null : parent(List.of(parentId));
            return list == null || list.gone() ? null : list;
        }
        if (endpoint.partitions().isEmpty()) {
            return plain();
        }
        return partition == null || !endpoint.partitions().contains(partition) ? null : partition(partition);
    }

    /** The list that a document is of, by its {@code _id}; null when the endpoint has no such list. */
    StoredList ofDocument(String id) {
        if (!id.startsWith(account)) {
            return null;
        }
        if (parents != null) {
            List<String> beginnings = new ArrayList<>();
            for (int colon = id.lastIndexOf(':'); colon >= account.length(); colon = id.lastIndexOf(':', colon - 1)) {
                beginnings.add(id.substring(0, colon));
            }
            return parent(beginnings);
        }
        return endpoint.partitions().isEmpty() ? plain() : endpoint.partitions().stream()
                .filter(partition -> id.startsWith(account + partition + ":")).findFirst().map(this::partition).orElse(null);
    }

    private StoredList plain() {
        return new StoredList(account, null, null, null, false);
    }

    private StoredList partition(String partition) {
        return new StoredList(account + partition + ":", partition, null, null, false);
    }

    /** @param ids of which the first that is a parent's counts */
    private StoredList parent(List<String> ids) {
        if (last != null && ids.contains(last.parentId())) {
            return last;
        }
        if (ids.isEmpty()) {
            return null;
        }
        List<Document> found = parents.find(new Document("_id", new Document("$in", ids))).batchSize(ids.size())
                .into(new ArrayList<>());
        for (String id : ids) {
            for (Document parent : found) {
                if (parent.getString("_id").equals(id)) {
                    last = new StoredList(id + ":", null, id, Content.of(json(parent.get("raw"))),
                            parent.get("removed_at") != null);
                    return last;
                }
            }
        }
        return null;
    }

    /** What the {@code _id} of a record of a list begins with. @param day of the item; counts in a snapshot only */
    String prefix(StoredList list, String day) {
        return list.prefix() + (endpoint.mode() == Mode.SNAPSHOT ? day + ":" : "");
    }

    /** A page for each run of items of one list. */
    static List<StoredPage> pages(List<Placed> items) {
        List<StoredPage> pages = new ArrayList<>();
        StoredList list = null;
        for (Placed placed : items) {
            if (list == null || !Objects.equals(list.prefix(), placed.list().prefix())) {
                list = placed.list();
                pages.add(new StoredPage(list.partition(), list.parentId(), list.parent(), new ArrayList<>()));
            }
            pages.get(pages.size() - 1).items().add(placed.item());
        }
        return pages;
    }

    static JsonNode json(Object stored) {
        return JSON.valueToTree(stored);
    }
}
