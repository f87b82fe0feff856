package io.github.spotifypipeline.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.spotifypipeline.routefiles.FileProblem;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** What {@code GET /api/status} answers, and the command line reads. What is not known or does not apply is null. */
public record Status(List<AccountState> accounts, @JsonProperty(required = true) List<EndpointState> endpoints,
                     List<BucketState> limits, List<FileProblem> problems, @JsonUnwrapped Losses losses,
                     @JsonUnwrapped Details details, @JsonUnwrapped Installation installation) {

    /** @param reason why it does not sync, or will soon need a new sign-in */
    public record AccountState(String id, String displayName, String status, String reason, Instant authorizedAt,
                               Instant signInExpiresAt, List<String> scopesMissing) {
    }

    /** @param every the schedule, such as {@code 20m} */
    public record EndpointState(String id, String path, String collection, String every, List<SyncState> accounts) {
    }

    /** How far an endpoint has come for one account. */
    public record SyncState(String accountId, Instant lastSuccessAt, String lastError, Instant nextRunAt,
            long documents,
                            Instant blockedUntil) {
    }

    /** A group of calls that share a quota. */
    public record BucketState(String bucket, @JsonProperty("calls_24h") long calls, Instant blockedUntil,
            String reason) {
    }

    /** What is not stored: items that could not be transformed, and times in which plays may be lost. */
    public record Losses(long deadLetters, long gaps) {
    }

    /** What the page shows besides. */
    public record Details(List<Condition> conditions, List<RefusedLists> refusedLists, List<NextRuns> nextRuns) {
    }

    /** Why an endpoint stores nothing although nothing is wrong: {@code waits_for_scopes} or {@code not_available}. */
    public record Condition(String endpoint, String accountId, String condition) {
    }

    /** How many lists, such as the items of a playlist, Spotify refused. */
    public record RefusedLists(String endpoint, String accountId, long lists) {
    }

    /** The next three times, if each sync succeeds at once. */
    public record NextRuns(String accountId, String endpoint, List<Instant> at) {
    }

    /**
     * The program that answers.
     *
     * @param configured   whether an app at Spotify is set
     * @param clientFrom   what sets it: {@code environment}, {@code file}, {@code page} or {@code sandbox}
     * @param setupTrouble why what was entered on the page cannot be read
     * @param tells        what it tells whom
     */
    public record Installation(String version, boolean configured, URI redirectUri, boolean sandbox,
                               String clientFrom, String setupTrouble, List<Disclosure> tells) {
    }
}
