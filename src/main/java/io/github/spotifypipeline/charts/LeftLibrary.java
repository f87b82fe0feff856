package io.github.spotifypipeline.charts;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * What was removed from the lists whose history is kept, newest first. A recording that is still in the list under
 * another id, or left it later, is not listed: Spotify relinks songs, and one ISRC names them all. The items of a
 * removed playlist are not listed: the playlist is.
 */
record LeftLibrary(List<String> collections, Document fields) implements ChartSource {

    private static final String ITEMS = "playlist_items";

    /** What this needs of a document, whatever the chart shows. */
    private static final List<String> NEEDED = List.of("removed_at", "account_id", "playlist_id");

    private static final List<Document> SELECTION = List.of(
            Document.parse("{$match: {removed_at: {$ne: null}}}"), Document.parse("{$sort: {removed_at: -1, _id: 1}}"));

    /** What tells which recording in which list of whom a document is about. */
    private static final Document RECORDING = Document.parse("{account_id: 1, playlist_id: 1, isrc: 1, removed_at: 1}");

    /** A recording that is there comes before those that left, of which the last comes first. */
    private static final Comparator<Document> NEWEST = Comparator
            .comparing((Document document) -> document.getDate("removed_at"),
                    Comparator.nullsFirst(Comparator.<Date>reverseOrder()))
            .thenComparing(document -> document.getString("_id"));

    /** @throws IllegalArgumentException when the question is another than this answers */
    static LeftLibrary of(ChartDefinition.Question question) {
        List<Document> stages = question.stages();
        if (!"removed_at".equals(question.time()) || stages.size() != SELECTION.size() + 1
                || !stages.subList(0, SELECTION.size()).equals(SELECTION)
                || !(stages.get(SELECTION.size()).get("$project") instanceof Document shown)
                || !shown.values().stream().allMatch(Integer.valueOf(1)::equals)) {
            throw new IllegalArgumentException("\"history: left\" goes with \"time: removed_at\" and the aggregation of"
                    + " left-library.chart.yaml, of which $project alone may name other fields - write it so, or leave"
                    + " \"history\" out");
        }
        Document fields = new Document(shown);
        NEEDED.forEach(field -> fields.putIfAbsent(field, 1));
        return new LeftLibrary(question.collections(), fields);
    }

    @Override
    public List<ChartQuery> queries(Database database, Selection selection, int most) {
        // of playlists' items without a limit, because many of them may have gone with their playlist
        return collections.stream().<ChartQuery>map(collection ->
                find(database, collection, selection, collection.equals(ITEMS) ? 0 : most)).toList();
    }

    /** The names of all playlists, and when they were removed. */
    private static ChartQuery playlists(Selection selection) {
        return new ChartQuery.Find("playlists", selection.all(), new Document("name", 1).append("removed_at", 1),
                new Document("_id", 1), 0);
    }

    /** Leaves out recordings that are there under another id, until it finds none of those. */
    private ChartQuery.Find find(Database database, String collection, Selection selection, int most) {
        Set<String> elsewhere = new LinkedHashSet<>();
        while (true) {
            ChartQuery.Find find = find(collection, selection, elsewhere, fields, most);
            Set<String> more = elsewhere(database.collection(collection), selection,
                    find(collection, selection, elsewhere, RECORDING, most).run(database).into(new ArrayList<>()));
            if (!elsewhere.addAll(more)) {
                return find;
            }
        }
    }

    private static ChartQuery.Find find(String collection, Selection selection, Set<String> without, Document fields,
            int most) {
        Document filter = selection.removed();
        if (!without.isEmpty()) {
            Document ids = filter.get("_id") instanceof Document range ? new Document(range) : new Document();
            filter.append("_id", ids.append("$nin", List.copyOf(without)));
        }
        return new ChartQuery.Find(collection, filter, fields, new Document("removed_at", -1).append("_id", 1), most);
    }

    /** The ids of those whose recording is in the list under another id, or left it later. */
    private static Set<String> elsewhere(MongoCollection<Document> collection, Selection selection,
            List<Document> removed) {
        Set<String> isrcs = removed.stream().map(document -> document.get("isrc")).filter(String.class::isInstance)
                .map(String.class::cast).collect(Collectors.toCollection(TreeSet::new));
        Map<List<Object>, Document> newest = new HashMap<>();
        if (!isrcs.isEmpty()) {
            collection.find(selection.all().append("isrc", new Document("$in", List.copyOf(isrcs))))
                    .projection(RECORDING).batchSize(ChartQuery.BATCH)
                    .forEach(document -> newest.merge(recording(document), document,
                            (one, other) -> NEWEST.compare(one, other) <= 0 ? one : other));
        }
        return removed.stream().filter(document -> !newest.getOrDefault(recording(document), document).get("_id")
                .equals(document.get("_id"))).map(document -> document.getString("_id")).collect(Collectors.toSet());
    }

    private static List<Object> recording(Document document) {
        return List.of(document.get("account_id"), Objects.toString(document.get("playlist_id")),
                Objects.toString(document.get("isrc")));
    }

    @Override
    public Iterator<Document> answers(Database database, Selection selection, int most) {
        Map<String, Document> playlists = new HashMap<>();
        playlists(selection).run(database).forEach(playlist -> playlists.put(playlist.getString("_id"), playlist));
        List<Document> removed = new ArrayList<>();
        for (ChartQuery query : queries(database, selection, most)) {
            int taken = 0;
            for (Document document : query.run(database)) {
                Document playlist = playlists.get(document.get("account_id") + ":" + document.get("playlist_id"));
                if (wentWith(playlist, document)) {
                    continue;
                }
                document.append("kind", query.collection()).append("playlist", playlist == null ? null
                        : playlist.get("name"));
                document.putIfAbsent("artist_names", document.get("author_names"));
                removed.add(document);
                if (++taken == most) {
                    break;
                }
            }
        }
        removed.sort(Comparator.comparing((Document document) -> document.getDate("removed_at")).reversed()
                .thenComparing(document -> document.getString("_id")));
        return (most == 0 ? removed : removed.subList(0, Math.min(most, removed.size()))).iterator();
    }

    private static boolean wentWith(Document playlist, Document item) {
        Date gone = playlist == null ? null : playlist.getDate("removed_at");
        return gone != null && !item.getDate("removed_at").before(gone);
    }
}
