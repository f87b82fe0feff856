package io.github.spotifypipeline.database;

import com.mongodb.MongoCommandException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.bson.Document;

/**
 * Finds what somebody else has changed in the pipeline's collections. The pipeline makes plain collections by writing
 * to them. A collection that existed before, such as a capped one, may lose documents silently or refuse them.
 */
public final class ForeignTraits {

    /**
     * A property of a collection that the pipeline did not set.
     *
     * @param collection its name
     * @param isHarmful  whether the collection loses, confuses or refuses all documents, so that nothing may be
     *                   written; otherwise it may refuse some documents, and the log says so when it does
     * @param words      what it is and what to do, for a person, in one line
     */
    public record Trait(String collection, boolean isHarmful, String words) {
    }

    private final Database database;

    public ForeignTraits(Database database) {
        this.database = database;
    }

    /**
     * The traits of these collections, ordered by name. Collections that do not exist have none. The list is empty when
     * the user may not list collections.
     */
    public List<Trait> of(Collection<String> names) {
        List<Trait> traits = new ArrayList<>();
        try {
            for (Document one : database.database().listCollections().into(new ArrayList<>())) {
                if (names.contains(one.getString("name"))) {
                    look(one.getString("name"), one, traits);
                }
            }
        } catch (MongoCommandException e) {
            // the user may not list them; a write will show what is wrong
            return traits;
        }
        traits.sort(Comparator.comparing(Trait::collection));
        return traits;
    }

    private void look(String name, Document collection, List<Trait> traits) {
        Document options = collection.get("options", new Document());
        String type = String.valueOf(collection.get("type"));
        if (type.equals("view")) {
            traits.add(harmful(name, "is a view, in which nothing can be stored"));
            return;
        }
        if (type.equals("timeseries")) {
            traits.add(harmful(name, "is a time series, which cannot store each document once"));
            return;
        }
        if (Boolean.TRUE.equals(options.getBoolean("capped"))) {
            traits.add(harmful(name, "is capped: MongoDB throws its oldest documents away when it is full"));
        }
        if (!"simple".equals(options.get("collation", new Document()).get("locale", "simple"))) {
            traits.add(harmful(name, "has a collation, by which different documents may have the same _id"));
        }
        Document validator = options.get("validator", new Document());
        if (!validator.isEmpty() && !"warn".equals(options.get("validationAction"))
                && !"off".equals(options.get("validationLevel"))) {
            traits.add(new Trait(name, false, "The collection " + name
                    + " has a validator, which the pipeline did not make and"
                    + " which may refuse what is to be stored: take it off with db.runCommand({collMod: \"" + name
                    + "\", validator: {}}), if it does."));
        }
        if (Database.isForData(name)) {
            database.collection(name).listIndexes()
                    .forEach(index -> look(name, index, traits, index.getString("name")));
        }
    }

    private static void look(String name, Document index, List<Trait> traits, String indexName) {
        String remedy = " take it off with db.getCollection(\"" + name + "\").dropIndex(\"" + indexName + "\")";
        if (index.get("expireAfterSeconds") instanceof Number) {
            traits.add(new Trait(name, true, "The collection " + name + " has the index " + indexName
                    + ", by which MongoDB deletes documents after a while:" + remedy + "."));
        }
        if (Boolean.TRUE.equals(index.getBoolean("unique")) && !indexName.equals("_id_")) {
            traits.add(new Trait(name, false, "The collection " + name + " has the unique index " + indexName
                    + ", which the"
                    + " pipeline did not make and which may refuse what is to be stored:" + remedy + ", if it does."));
        }
    }

    private static Trait harmful(String name, String what) {
        return new Trait(name, true, "The collection " + name + " " + what
                + ", and the pipeline did not make it: copy what is"
                + " worth keeping, then take it out of the way, such as with db.getCollection(\"" + name + "\").drop()"
                + (Database.isForData(name) ? ", or give the endpoint another collection." : ", or set mongodb.database"
                + " (MONGODB_DATABASE) to another database."));
    }

    /**
     * Refuses the collection of an endpoint if it has a harmful trait.
     *
     * @throws UnusableCollectionException with words for a person
     */
    public void require(String collection) {
        of(List.of(collection)).stream().filter(Trait::isHarmful).findFirst().ifPresent(trait -> {
            throw new UnusableCollectionException(trait.words());
        });
    }

    /** Nothing may be written to a collection. The message is for a person. */
    public static final class UnusableCollectionException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnusableCollectionException(String message) {
            super(message);
        }
    }
}
