package io.github.spotifypipeline.web;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.spotifypipeline.reprocess.ReprocessResult;
import java.util.List;
import java.util.Map;

/** What {@code POST /api/replay} and {@code POST /api/retransform} answer, and the command line reads. */
public record Reprocessed(@JsonProperty(required = true) List<EndpointResult> endpoints) {

    /**
     * What became of the stored items of one endpoint, of all accounts.
     *
     * @param reason  why the first item that failed did; null when none did
     * @param trouble why not all was done; null when all was
     * @param counts  how many items, by what became of them; a field of its own each
     */
    public record EndpointResult(String endpoint, String reason, String trouble,
                                 @JsonAnyGetter @JsonAnySetter Map<String, Long> counts) {
    }

    public static Reprocessed of(List<ReprocessResult> results) {
        return new Reprocessed(results.stream().map(result -> new EndpointResult(result.endpoint(), result.reason(),
                result.trouble(), result.counts())).toList());
    }
}
