package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.imports.ExportRow;
import io.github.spotifypipeline.imports.Place;
import io.github.spotifypipeline.imports.RowKind;
import io.github.spotifypipeline.imports.StoredRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;

/** Rows of an export that get documents of their own, on their way into {@code plays} and {@code other_streams}. */
public final class ImportPage {

    /** @param replaces {@code _id} of the document of the short form that it replaces; null for none */
    record Entry(String id, ExportRow row, Place place, String replaces) {
    }

    private final String accountId;
    private final String fetchedAt;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private Map<String, JsonNode> songs = Map.of();

    ImportPage(ImportTask task) {
        this(task.accountId(), task.startedAt());
    }

    private ImportPage(String accountId, Instant fetchedAt) {
        this.accountId = accountId;
        this.fetchedAt = fetchedAt.toString();
    }

    /** Rows that are stored: to be made anew. @param documents of one account and collection */
    static ImportPage ofStored(String accountId, List<Document> documents) {
        ImportPage page = new ImportPage(accountId, Instant.EPOCH);
        for (Document document : documents) {
            ExportRow row = StoredRow.rowOf(document);
            page.add(new Entry(document.getString("_id"), row, document.get("kind") == null ? Place.PLAY
                    : row.kind() == RowKind.TRACK ? Place.SHORT : row.place(Duration.ZERO), null));
        }
        return page;
    }

    /** @return false when the page has one of its {@code _id} */
    boolean add(Entry entry) {
        return entries.putIfAbsent(entry.id(), entry) == null;
    }

    /** Those that belong into a collection. */
    List<Entry> of(String collection) {
        return entries.values().stream().filter(entry -> collection(entry.place()).equals(collection)).toList();
    }

    /** The ids of all. */
    Set<String> ids() {
        return entries.keySet();
    }

    /** @param kind of rows; route files of earlier versions name the collection itself */
    static String collection(String kind) {
        return kind.replace('-', '_');
    }

    static String collection(Place place) {
        return place == Place.PLAY ? StoredStreams.PLAYS : StoredStreams.OTHERS;
    }

    /** The uris of songs in Spotify's catalogue. */
    Set<String> uris() {
        Set<String> uris = new HashSet<>();
        entries.values().stream().map(Entry::row).filter(row -> row.trackId() != null)
                .forEach(row -> uris.add(row.uri()));
        return uris;
    }

    /** What is known of them, by uri; JSON null for nothing. */
    void know(Map<String, JsonNode> known) {
        songs = known;
    }

    /** What is known of the songs that become plays. */
    Map<String, JsonNode> songsOfPlays() {
        Map<String, JsonNode> ofPlays = new HashMap<>(songs);
        ofPlays.keySet().retainAll(of(StoredStreams.PLAYS).stream().map(entry -> entry.row().uri())
                .collect(Collectors.toSet()));
        return ofPlays;
    }

    /** What the transform of a route takes. */
    ArrayNode rows(String collection) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (Entry entry : of(collection)) {
            rows.add(row(entry));
        }
        return rows;
    }

    private ObjectNode row(Entry entry) {
        ExportRow row = entry.row();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("_id", entry.id()).put("account_id", accountId).put("fetched_at", fetchedAt);
        node.set("row", StreamFields.of(row, entry.place(), songs.get(row.uri())));
        node.set("raw", row.raw());
        return node;
    }

    /** The ids of a list of entries. */
    static List<String> ids(List<Entry> entries) {
        List<String> ids = new ArrayList<>();
        entries.forEach(entry -> ids.add(entry.id()));
        return ids;
    }
}
