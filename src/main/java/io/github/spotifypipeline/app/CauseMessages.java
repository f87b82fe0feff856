package io.github.spotifypipeline.app;

import io.github.spotifypipeline.routefiles.PlainWords;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What an exception of Camel and its causes say: which file, which line and why. */
final class CauseMessages {

    private static final int LONGEST = 300;

    private CauseMessages() {
    }

    /** The messages, without those that another one contains. */
    static String of(Throwable thrown) {
        List<String> messages = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage() == null ? "" : PlainWords.of(cause.getMessage());
            if (!message.isEmpty() && messages.stream().noneMatch(longer -> longer.contains(message))) {
                messages.add(message);
            }
        }
        return messages.stream()
                .map(message -> message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message)
                .collect(Collectors.joining(" - "));
    }
}
