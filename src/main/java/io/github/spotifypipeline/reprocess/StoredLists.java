package io.github.spotifypipeline.reprocess;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.reading.Content;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.ListIdentity;
import io.github.spotifypipeline.reading.ListMembers;
import io.github.spotifypipeline.reading.Page;
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
    private OfParent last;

    /** @throws ReprocessException when the endpoint's parent is not there */
    StoredLists(String accountId, Endpoint endpoint, EndpointRegistry endpoints, Database database) {
        this.account = accountId + ":";
        this.endpoint = endpoint;
        this.parents = endpoint.parent() == null ? null
                : database.collection(endpoints.find(endpoint.parent().endpointId())
                .orElseThrow(() -> ReprocessException.refused("The parent of " + endpoint.id() + " is "
                        + endpoint.parent().endpointId() + ", but there is no endpoint with this id.")).collection());
    }

    /** The list of a parent's record. @param gone whether the parent is marked as removed */
    private record OfParent(ListIdentity list, boolean gone) {
    }

    /** The list that a dead letter names; null when the endpoint has no such list, or its parent is gone. */
    ListIdentity of(String partition, String parentId) {
        if (parents != null) {
            OfParent found = parentId == null ? null : parent(List.of(parentId));
            return found == null || found.gone() ? null : found.list();
        }
        if (endpoint.partitions().isEmpty()) {
            return ListIdentity.of(account, null);
        }
        return partition == null || !endpoint.partitions().contains(partition) ? null : partition(partition);
    }

    /** The list that a document is of, by its {@code _id}; null when the endpoint has no such list. */
    ListIdentity ofDocument(String id) {
        if (!id.startsWith(account)) {
            return null;
        }
        if (parents != null) {
            List<String> beginnings = new ArrayList<>();
            for (int colon = id.lastIndexOf(':'); colon >= account.length(); colon = id.lastIndexOf(':', colon - 1)) {
                beginnings.add(id.substring(0, colon));
            }
            OfParent found = parent(beginnings);
            return found == null ? null : found.list();
        }
        return endpoint.partitions().isEmpty() ? ListIdentity.of(account, null) : endpoint.partitions().stream()
                .filter(partition -> id.startsWith(account + partition + ":")).findFirst().map(this::partition)
                .orElse(null);
    }

    private ListIdentity partition(String partition) {
        return ListIdentity.of(account + partition + ":", partition);
    }

    /** @param ids of which the first that is a parent's counts */
    private OfParent parent(List<String> ids) {
        if (last != null && ids.contains(last.list().parentId())) {
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
                    last = new OfParent(new ListIdentity(id + ":", null, id, Content.of(json(parent.get("raw")))),
                            parent.get("removed_at") != null);
                    return last;
                }
            }
        }
        return null;
    }

    /**
     * The item of a stored document.
     *
     * @param day      that it counts to
     * @param position its place in its list; null when it is not known
     */
    Item item(Document document, ListIdentity list, String day, Long position) {
        ListIdentity ofDay = endpoint.mode() != Mode.SNAPSHOT ? list
                : new ListIdentity(list.prefix() + day + ":", list.partition(), list.parentId(), list.parent());
        return new Item(json(document.get("raw")), position, ofDay, day, document.getString("_id"));
    }

    /** A page for each run of items of one list, be they of several days. */
    static List<Page> pages(List<Item> items, ListMembers members) {
        List<Page> pages = new ArrayList<>();
        ListIdentity last = null;
        for (Item item : items) {
            ListIdentity list = item.list();
            if (last == null || !Objects.equals(list.partition(), last.partition())
                    || !Objects.equals(list.parentId(), last.parentId())) {
                pages.add(new Page(new ArrayList<>(), List.of(), members));
            }
            last = list;
            pages.get(pages.size() - 1).items().add(item);
        }
        return pages;
    }

    private static JsonNode json(Object stored) {
        return JSON.valueToTree(stored);
    }
}
