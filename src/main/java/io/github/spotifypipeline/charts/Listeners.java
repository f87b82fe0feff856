package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** The accounts that have plays, disconnected ones as well. */
final class Listeners {

    private final Database database;

    Listeners(Database database) {
        this.database = database;
    }

    /** Their ids. Each is found by its first play: what is asked next begins behind all of its plays. */
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
        return database.shown("plays").find(new Document("_id", new Document("$gte", from)))
                .projection(new Document("account_id", 1)).sort(new Document("_id", 1)).limit(1).batchSize(1).first();
    }
}
