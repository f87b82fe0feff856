package io.github.spotifypipeline.reading;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The pages of a list that are asked for before their turn, while those before them are stored. They are taken in their
 * order, one after the other, so that what a list shows is judged as if each had been asked for in its turn.
 */
public final class PagesAhead {

    private final Map<String, PageAhead> waiting = new LinkedHashMap<>();
    private final Set<PageAhead> underWay = new HashSet<>();
    private ListReading list;
    private boolean wrong;

    /**
     * A page of a list was read.
     *
     * @param of       the list
     * @param upcoming the addresses of its next pages, as far as they are known
     * @param limited  whether no more are to be asked for than were already
     * @return those that are to be asked for now
     */
    List<PageAhead> begin(ListReading of, List<String> upcoming, boolean limited) {
        if (of != list) {
            list = of;
            wrong = false;
            // of the list before, which ended earlier than it seemed
            waiting.clear();
        }
        // the list does not go on as it seemed to: from here on each page is asked for in its turn
        wrong |= waiting.keySet().retainAll(upcoming);
        if (wrong) {
            waiting.clear();
        }
        if (wrong || limited) {
            return List.of();
        }
        List<PageAhead> begun = new ArrayList<>();
        for (String url : upcoming) {
            if (!waiting.containsKey(url)) {
                PageAhead page = new PageAhead(url);
                waiting.put(url, page);
                begun.add(page);
            }
        }
        underWay.removeIf(page -> page.arrival().isDone());
        underWay.addAll(begun);
        return begun;
    }

    /** The page that was asked for at an address; null when none was. It is not given twice. */
    public PageAhead take(String url) {
        return waiting.remove(url);
    }

    /** Done when no call is under way any more. Nothing else is asked for. */
    public CompletableFuture<Void> end() {
        waiting.clear();
        return CompletableFuture.allOf(underWay.stream().map(page -> page.arrival().handle((answer, thrown) -> null))
                .toArray(CompletableFuture[]::new));
    }
}
