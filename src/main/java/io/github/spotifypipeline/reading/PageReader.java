package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.json.SentEntry;
import io.github.spotifypipeline.json.SentJson;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages of one list: which is fetched next, and whether the list's length moved while it was read. */
final class PageReader {

    /** More pages than any list has: 50 a page, a library of 500,000. */
    static final int CAP = 10_000;

    /** Empty pages in a row after which a list is not followed further. */
    private static final int MOST_EMPTY = 3;

    private static final Pattern OFFSET = Pattern.compile("[?&]offset=([0-9]{1,9})(?=&|$)");
    private static final Pattern LIMIT = Pattern.compile("[?&]limit=([1-9][0-9]{0,3})(?=&|$)");

    private final Endpoint endpoint;
    private final Set<String> asked = new HashSet<>();
    private String next;
    private long entries;
    private JsonNode total;
    private boolean totalMoved;
    private boolean paged;
    private int emptyInARow;

    /**
     * @param path  where the list is
     * @param after the time of the newest known record in Unix ms; null when none is known, or all are asked for
     */
    PageReader(Endpoint endpoint, String path, Long after) {
        this.endpoint = endpoint;
        this.next = first(endpoint, path, after);
    }

    private static String first(Endpoint endpoint, String path, Long after) {
        List<String> query = new ArrayList<>();
        if (!endpoint.isSingleObject() && !path.matches(".*[?&]limit=.*")) {
            query.add("limit=" + endpoint.paging().limit());
        }
        if (endpoint.isIncremental() && after != null) {
            query.add("after=" + Math.max(0, after - endpoint.paging().overlapMs()));
        }
        return query.isEmpty() ? path : path + (path.contains("?") ? '&' : '?') + String.join("&", query);
    }

    boolean isMore() {
        return next != null;
    }

    /**
     * Takes the page to fetch now; it is not given twice.
     *
     * @throws SpotifyException when the pages of a list of things lead in a circle, or those of any never end
     */
    String take() {
        if (!asked.add(next) || asked.size() > CAP) {
            throw new SpotifyException(FailureKind.BAD_ANSWER, "Spotify's pages lead in a circle, so the sync was"
                    + " broken off.");
        }
        return next;
    }

    /**
     * Takes a page and finds the next one. Of events, an empty page is the last, and one that leads back to a page that
     * was fetched; and so is a short page of an incremental call whose {@code next} leads to newer records: there can
     * be none yet.
     *
     * @param answer JSON null for one without content, which is no list of things, but may be one of events
     * @return the page's entries in their order, as {@link SentEntry#read} reads them; JSON null where Spotify left one
     *         empty
     * @throws SpotifyException when there is no list in it
     */
    List<JsonNode> received(SentJson answer) {
        String[] names = endpoint.source().items().split("\\.");
        JsonNode page = endpoint.isSingleObject() || names.length > SentJson.DEEPEST ? answer.tree() : answer.outline();
        if (endpoint.isSingleObject()) {
            next = null;
            if (page.isArray() || Content.isNobody(page) || page.isObject()
                    && page.valueStream().allMatch(JsonNode::isNull)) {
                throw new SpotifyException(FailureKind.BAD_ANSWER, "Spotify's answer holds nothing.");
            }
            entries += page.isNull() ? 0 : 1;
            return page.isNull() ? List.of() : List.of(page);
        }
        JsonNode holder = page;
        for (int i = 0; i < names.length - 1; i++) {
            holder = holder.path(names[i]);
        }
        JsonNode list = holder.path(names[names.length - 1]);
        if (!list.isArray() && !(page.isNull() && endpoint.mode() == Mode.APPEND)) {
            throw new SpotifyException(FailureKind.BAD_ANSWER,
                    "Spotify's answer holds no list at " + endpoint.source().items() + ".");
        }
        List<JsonNode> shown = list.valueStream().toList();
        entries += shown.size();
        // a list with cursors leads from entry to entry, and may do without a total
        paged |= holder.has("total") || holder.has("next") && !holder.path("cursors").isObject();
        next = next(holder, list);
        emptyInARow = list.isEmpty() ? emptyInARow + 1 : 0;
        if (next != null && emptyInARow >= MOST_EMPTY) {
            throw new SpotifyException(FailureKind.BAD_ANSWER, "Spotify's pages are empty and lead on, so the sync was"
                    + " broken off.");
        }
        totalMoved |= total != null && !total.equals(holder.path("total"));
        total = holder.path("total");
        return shown;
    }

    private String next(JsonNode holder, JsonNode list) {
        String following = holder.path("next").asText("");
        boolean newer = following.contains("after=") && endpoint.isIncremental();
        boolean last = following.isEmpty() || (list.isEmpty() || asked.contains(following))
                && endpoint.mode() == Mode.APPEND
                || newer && list.size() < endpoint.paging().limit()
                || endpoint.paging().most() > 0 && asked.size() >= endpoint.paging().most();
        return last ? null : following;
    }

    /**
     * The addresses of the pages that come next, as far as they can be told: the one that Spotify names, and where the
     * list is read by offset and says how many entries it has, those behind it.
     *
     * @param most no more than so many
     */
    List<String> upcoming(int most) {
        List<String> known = new ArrayList<>();
        if (next == null || asked.contains(next) || endpoint.isIncremental()) {
            return known;
        }
        int pages = endpoint.paging().most() == 0 ? most : Math.min(most, endpoint.paging().most() - asked.size());
        Matcher offset = OFFSET.matcher(next);
        Matcher limit = LIMIT.matcher(next);
        boolean counted = total != null && total.isIntegralNumber() && offset.find() && limit.find()
                && Long.parseLong(offset.group(1)) == entries;
        for (int i = 0; i < pages; i++) {
            if (i == 0) {
                known.add(next);
            } else if (counted && entries + i * Long.parseLong(limit.group(1)) < total.longValue()) {
                known.add(next.substring(0, offset.start(1)) + (entries + i * Long.parseLong(limit.group(1)))
                        + next.substring(offset.end(1)));
            }
        }
        return known;
    }

    /** There is nothing to fetch, or no more. */
    void end() {
        next = null;
    }

    /** How many pages were fetched. */
    int count() {
        return asked.size();
    }

    /** Whether the list got longer or shorter while it was read. */
    boolean isTotalMoved() {
        return totalMoved;
    }

    /** Whether the list says how many entries it has, and has no more, or is none that comes in pages. */
    boolean isCounted() {
        return !paged || total.isIntegralNumber() && (entries <= total.longValue() || endpoint.paging().most() > 0);
    }

    /** How many entries there were so far, empty ones included. */
    long entries() {
        return entries;
    }

    /** How many entries it says to have; 0 when it does not say. */
    long total() {
        return total == null ? 0 : total.asLong();
    }

    /**
     * How many entries fewer than the list's total there were; 0 when it has no total or not all pages were asked for.
     */
    long shortfall() {
        return total == null || !total.isIntegralNumber() || endpoint.paging().most() > 0 ? 0
                : Math.max(0, total.longValue() - entries);
    }
}
