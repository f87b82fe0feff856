package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** The accounts that have plays, also disconnected ones. */
public final class Listeners {

    private final Database database;

    public Listeners(Database database) {
        this.database = database;
    }

    /** The ids of those that a selection is about. */
    List<String> of(Selection selection) {
        return selection.account() == null ? all() : List.of(selection.account());
    }

    /** The ids of all. Each is found by its first play; the next query begins behind all of its plays. */
    List<String> all() {
        List<String> listeners = new ArrayList<>();
        String from = "";
        for (Document play = first(from); play != null; play = first(from)) {
            String id = play.getString("_id");
            String account = play.getString("account_id");
            if (account != null && id.startsWith(account + ":")) {
                listeners.add(account);
                from = account + ";";
            } else {
                from = id + "\0";
            }
        }
        return listeners;
    }

    private Document first(String from) {
        return play(new Document("_id", new Document("$gte", from)), 1);
    }

    /**
     * The id, account and time of one play. @param order 1: the first by {@code _id}; -1: the last @return null: none
     */
    Document play(Document filter, int order) {
        return database.shown("plays").find(filter).projection(new Document("account_id", 1).append("played_at", 1))
                .sort(new Document("_id", order)).limit(1).batchSize(1).first();
    }
}
