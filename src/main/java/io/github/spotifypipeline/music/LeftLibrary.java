package io.github.spotifypipeline.music;

import io.github.spotifypipeline.database.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.bson.Document;

/** What is no longer in the lists of which the history is kept, newest first. */
final class LeftLibrary implements Source {

    private static final List<String> COLLECTIONS = List.of("saved_tracks", "saved_albums", "saved_shows",
            "saved_episodes", "saved_audiobooks", "followed_artists", "playlists");

    @Override
    public List<Query> queries(Selection selection, int most) {
        return COLLECTIONS.stream().<Query>map(collection -> new Query.Find(collection, selection.removed(),
                new Document("removed_at", 1).append("added_at", 1).append("name", 1).append("artist_names", 1)
                        .append("author_names", 1).append("uri", 1),
                new Document("removed_at", -1).append("_id", 1), most)).toList();
    }

    @Override
    public Iterator<Document> answers(Database database, Selection selection, int most) {
        List<Document> removed = new ArrayList<>();
        for (Query query : queries(selection, most)) {
            for (Document document : query.run(database)) {
                document.append("kind", query.collection());
                document.putIfAbsent("artist_names", document.get("author_names"));
                removed.add(document);
            }
        }
        removed.sort(Comparator.comparing((Document document) -> document.getDate("removed_at")).reversed()
                .thenComparing(document -> document.getString("_id")));
        return (most == 0 ? removed : removed.subList(0, Math.min(most, removed.size()))).iterator();
    }
}
