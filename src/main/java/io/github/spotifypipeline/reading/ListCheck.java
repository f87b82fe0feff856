package io.github.spotifypipeline.reading;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.json.SentEntry;
import io.github.spotifypipeline.json.SentJson;
import java.util.List;

/**
 * Asks once, after a list of several pages, whether it changed while it was read: by its parent's change token, or
 * where it has none, by its first page. Whether the list was shown as a whole, {@link ListContents} says.
 */
final class ListCheck {

    private final Endpoint endpoint;
    private final SourceList list;
    private SentJson firstPage;
    private String url;
    private boolean answered;
    private boolean changed;

    ListCheck(Endpoint endpoint, SourceList list) {
        this.endpoint = endpoint;
        this.list = list;
    }

    /** The first of several pages was read. */
    void firstPage(SentJson page) {
        firstPage = page;
    }

    /** Whether the parent's token tells that the list changed. */
    boolean isOfToken() {
        return list.isChild() && endpoint.parent().changeToken() != null && endpoint.parent().tokenPath() != null
                && list.last().waversAt() == null;
    }

    /** Asks once. @param where null when that is not known, so that nothing is asked. @return whether it is asked */
    boolean ask(String where) {
        url = answered ? null : where;
        return url != null;
    }

    boolean isAsked() {
        return url != null;
    }

    /** What to ask; null when nothing is. */
    String take() {
        String taken = url;
        url = null;
        return taken;
    }

    /** Takes the answer. @return the parent's token now; null when it does not say or was not asked for it */
    String answered(SentJson answer) {
        answered = true;
        if (isOfToken()) {
            String token = ListSelection.token(Content.field(answer.tree(), endpoint.parent().changeToken()));
            changed |= token != null && !token.equals(list.token());
            return token;
        }
        changed |= !uris(firstPage).equals(uris(answer));
        return null;
    }

    /** What a page lists, in order; what else is in it may differ from one answer to the next. */
    private List<String> uris(SentJson page) {
        return new PageReader(endpoint, list.path(), null).received(page).stream()
                .map(entry -> Content.field(SentEntry.read(entry), "uri").asText()).toList();
    }

    /** Spotify refused to answer (403, 404). */
    void refused() {
        answered = true;
        changed |= !isOfToken();
    }

    /** Whether the list, or its token, is another one than before. */
    boolean isChanged() {
        return changed;
    }
}
