package io.github.spotifypipeline.sync;

import com.fasterxml.jackson.databind.JsonNode;

/** An entry of a list. */
public final class Item {

    private final JsonNode raw;
    private final long position;

    Item(JsonNode raw, long position) {
        this.raw = raw;
        this.position = position;
    }

    /** As Spotify sent it. */
    public JsonNode getRaw() {
        return raw;
    }

    /** Its place in the whole list, from 0; entries that Spotify left empty have one, too. */
    public long getPosition() {
        return position;
    }
}
