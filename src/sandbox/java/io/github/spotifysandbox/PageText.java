package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts the text of a page together from texts that are ready, in one array of the right size. */
final class PageText {

    private final List<byte[]> parts = new ArrayList<>();

    PageText add(String text) {
        parts.add(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** An object with the entries as its last field, {@code items}. */
    PageText add(ObjectNode head, List<Entry> entries, Shape shape) {
        String start = head.toString();
        add(start.substring(0, start.length() - 1)).add(",\"items\":[");
        String comma = "";
        for (Entry entry : entries) {
            add(comma);
            parts.add(entry.text(shape));
            comma = ",";
        }
        return add("]}");
    }

    Answer toAnswer() {
        byte[] whole = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return Answer.json(whole);
    }
}
