package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What becomes of the items of a run, page by page. An item is named by its place among those of the page, from 0. */
public interface ItemResults {

    /** Leaves out the items of the page that was received last that need not be tried. @return those that stay */
    List<JsonNode> untried(List<JsonNode> entries);

    /**
     * An item could not be transformed.
     *
     * @param key    its natural key as a text; null when it is not known
     * @param reason in words
     */
    void failed(int index, String key, String reason);

    /** The page's other items are stored, or a step of the route has left them out. */
    void stored();
}
