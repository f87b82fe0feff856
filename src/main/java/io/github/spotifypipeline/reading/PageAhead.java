package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;

/**
 * A page that is asked for before its turn.
 *
 * @param url     where it is
 * @param arrival the answer, or why there is none
 */
public record PageAhead(String url, CompletableFuture<JsonNode> arrival) {

    PageAhead(String url) {
        this(url, new CompletableFuture<>());
    }
}
