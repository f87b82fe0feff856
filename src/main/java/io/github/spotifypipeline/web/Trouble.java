package io.github.spotifypipeline.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.spotifypipeline.records.DeadLetters;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** What {@code GET /api/trouble} answers: all that went wrong and is not over. A list is empty when all is well. */
public record Trouble(List<Gap> gaps, List<Letters> deadLetters, List<BlockedBucket> limits,
                      List<ParkedAccount> accounts, List<Need> needs, List<BrokenFile> files) {

    /** A time in which plays may be lost. */
    public record Gap(String accountId, String endpoint, Instant from, Instant to, Instant foundAt) {
    }

    /**
     * Items that failed for the same reason.
     *
     * @param failures  how many and when; the JSON has its fields here
     * @param exampleId the {@code _id} of the one that failed last
     */
    public record Letters(String endpoint, String accountId, String reason,
                          @JsonUnwrapped DeadLetters.Failures failures, boolean retriable, String exampleId) {
    }

    public record BlockedBucket(String bucket, Instant blockedUntil, String reason) {
    }

    /** An account that does not sync. */
    public record ParkedAccount(String id, String displayName, String status, String reason) {
    }

    /** What needs a person. */
    public record Need(String subject, String accountId, String endpoint, String message, URI signInUrl) {
    }

    /** @param line null when it is not known */
    public record BrokenFile(String file, Integer line, String message) {
    }
}
