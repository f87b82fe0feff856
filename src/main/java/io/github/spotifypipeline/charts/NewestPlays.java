package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bson.Document;

/**
 * Plays, newest first. The plays of one account have the same order by {@code _id} as by time, and both servers find
 * the last by {@code _id} without reading the others; so there is one query for each account.
 */
record NewestPlays(Document fields) implements ChartSource {

    private static final int PAGE = 1000;
    private static final Document NEWEST_FIRST = new Document("played_at", -1);

    /** The chart of a question that asks for the fields of all plays, newest first; empty for any other. */
    static Optional<NewestPlays> of(ChartDefinition.Question question) {
        List<Document> stages = question.stages();
        boolean isIt = question.collections().equals(List.of("plays")) && "played_at".equals(question.time())
                && stages.size() == 2 && NEWEST_FIRST.equals(stages.get(0).get("$sort"))
                && stages.get(1).get("$project") instanceof Document fields
                && fields.containsKey("played_at") && fields.values().stream().allMatch(Integer.valueOf(1)::equals);
        return isIt ? Optional.of(new NewestPlays(Stages.argument(stages.get(1)))) : Optional.empty();
    }

    @Override
    public List<ChartQuery> queries(Database database, Selection selection, int most) {
        return List.copyOf(finds(database, selection, most));
    }

    private List<ChartQuery.Find> finds(Database database, Selection selection, int most) {
        List<String> listeners = new Listeners(database).of(selection);
        return listeners.isEmpty() ? List.of(find(selection, most))
                : listeners.stream().map(listener -> find(selection.of(listener), most)).toList();
    }

    private ChartQuery.Find find(Selection selection, int most) {
        return new ChartQuery.Find("plays", selection.plays(), fields, new Document("_id", -1), most);
    }

    @Override
    public Iterator<Document> answers(Database database, Selection selection, int most) {
        List<Pages> listeners = new ArrayList<>();
        finds(database, selection, most == 0 ? PAGE : most).forEach(find -> listeners.add(new Pages(database, find)));
        Iterator<Document> merged = new Merged(listeners);
        if (most == 0) {
            return merged;
        }
        List<Document> first = new ArrayList<>();
        while (first.size() < most && merged.hasNext()) {
            first.add(merged.next());
        }
        return first.iterator();
    }

    /** The plays of one listener, a page at a time, so that neither server holds more than one for it. */
    private static final class Pages {

        private final Database database;
        private ChartQuery.Find find;
        private List<Document> page = List.of();
        private int next;

        Pages(Database database, ChartQuery.Find find) {
            this.database = database;
            this.find = find;
        }

        /** The next play, which stays; null when there is none. */
        Document look() {
            if (next == page.size() && find != null) {
                page = find.run(database).into(new ArrayList<>());
                next = 0;
                find = page.size() < find.limit() ? null : find.before(page.get(page.size() - 1).getString("_id"));
            }
            return next == page.size() ? null : page.get(next);
        }

        Document take() {
            Document play = look();
            next++;
            return play;
        }
    }

    private record Merged(List<Pages> listeners) implements Iterator<Document> {

        private static final Comparator<Pages> BY_TIME =
                Comparator.comparing(pages -> pages.look().getDate("played_at"),
                Comparator.nullsFirst(Comparator.<Date>naturalOrder()));

        @Override
        public boolean hasNext() {
            return listeners.stream().anyMatch(pages -> pages.look() != null);
        }

        @Override
        public Document next() {
            return listeners.stream().filter(pages -> pages.look() != null).max(BY_TIME)
                    .orElseThrow(NoSuchElementException::new).take();
        }
    }
}
