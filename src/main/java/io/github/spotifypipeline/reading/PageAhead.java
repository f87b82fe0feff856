package io.github.spotifypipeline.reading;

import io.github.spotifypipeline.json.SentJson;
import java.util.concurrent.CompletableFuture;

/**
 * A page that is asked for before its turn.
 *
 * @param url     where it is
 * @param arrival the answer, or why there is none
 */
public record PageAhead(String url, CompletableFuture<SentJson> arrival) {

    PageAhead(String url) {
        this(url, new CompletableFuture<>());
    }
}
