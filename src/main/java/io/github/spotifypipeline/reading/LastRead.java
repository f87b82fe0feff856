package io.github.spotifypipeline.reading;

import io.github.spotifypipeline.database.StoredTime;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/**
 * How the list of a parent's record was read last.
 *
 * @param status       {@link #READ}, {@link #NOT_READABLE} or {@link #NOT_FOUND}; null when it did not show all of
 *                    itself
 * @param tokens       the parent's change token under which it was read or refused, and the one that the parent's list
 *                     showed then; empty when it is to be read again
 * @param definition   what the endpoint's route said then of what is read and stored
 * @param completeness of the list, until then
 * @param failedAt     when a reading broke off since; null when none did
 * @param doubt        why it may be asked for again under the same token; null when it was read as a whole
 * @param waversAt     when the token was found to move although the list does not; null when it was not
 */
record LastRead(String status, List<String> tokens, String definition, ListCompleteness completeness, Instant failedAt,
                  Doubt doubt, Instant waversAt) {

    static final String READ = "read";
    static final String NOT_READABLE = "not_readable";
    static final String NOT_FOUND = "not_found";

    /** The longest that a refusal, or a list that was not whole, is taken for granted. */
    static final Duration WEEK = Duration.ofDays(7);

    /** That of a list whose reading never began, so that there are no records of it. */
    static final LastRead NONE = new LastRead(null, List.of(), null, ListCompleteness.NONE, null, null, null);

    /**
     * What was refused, or not shown as a whole.
     *
     * @param since    since when it has been so; this and the rest are null in a document of an older version
     * @param triedAt  when it was asked for last
     * @param againAt  from when on it is asked for again under the same token
     * @param clientId the app that asked
     */
    record Doubt(Instant since, Instant triedAt, Instant againAt, String clientId) {

        private static final Doubt OLD = new Doubt(null, null, null, null);

        private boolean holds(Asked asked) {
            // what a clock that was ahead has written holds nothing
            return againAt != null && asked.now().isBefore(againAt) && !StoredTime.isImpossible(triedAt, asked.now())
                    && !asked.authorizedAt().isAfter(triedAt) && asked.clientId().equals(clientId);
        }
    }

    /**
     * By whom and when something is asked, which may end a doubt.
     *
     * @param authorizedAt the account's last sign-in
     * @param clientId     the app's at Spotify
     */
    record Asked(Instant now, Instant authorizedAt, String clientId) {
    }

    /** As the collection {@code parent_reads} has it. */
    static LastRead of(Document document) {
        String status = document.getString("status");
        Instant since = StoredTime.of(document, "doubt_since");
        Doubt doubt = since != null ? new Doubt(since, StoredTime.of(document, "tried_at"),
                StoredTime.of(document, "again_at"), document.getString("client_id"))
                : READ.equals(status) || status == null ? null : Doubt.OLD;
        return new LastRead(status, Arrays.asList(document.getString("token"), document.getString("listed_token"))
                .stream()
                .filter(Objects::nonNull).toList(), document.getString("definition"), ListCompleteness.of(document),
                StoredTime.of(document, "failed_at"), doubt, StoredTime.of(document, "wavers_at"));
    }

    LastRead with(ListCompleteness known) {
        return new LastRead(status, tokens, definition, known, failedAt, doubt, waversAt);
    }

    /** Whether the list need not be read: nothing can have changed, in it or in what is made of it. */
    boolean isUpToDate(String currentToken, String currentDefinition, Asked asked) {
        return isUnder(currentToken, currentDefinition)
                && (doubt == null ? READ.equals(status) : doubt.holds(asked));
    }

    /** Whether it was read or refused under this token and route. */
    boolean isUnder(String currentToken, String currentDefinition) {
        return currentToken != null && tokens.contains(currentToken) && currentDefinition.equals(definition);
    }

    /** Whether Spotify refused it. */
    boolean isRefused() {
        return NOT_READABLE.equals(status) || isNotFound();
    }

    /** Whether it was not there (404). */
    boolean isNotFound() {
        return NOT_FOUND.equals(status);
    }

    /** Whether an earlier sync saw it, but did not believe what it saw. */
    boolean isDoubted() {
        return status == null && doubt != null;
    }

    /** Since when it has been refused, or not shown as a whole, if it is so at a time. */
    Instant doubtedSince(Instant at) {
        return doubt == null || doubt.since() == null || READ.equals(status) ? at : doubt.since();
    }

    /** The same at a time: that a token tells nothing is taken for granted for a week. */
    LastRead knownAt(Instant now) {
        boolean wavers = waversAt != null && now.isBefore(waversAt.plus(WEEK));
        return new LastRead(status, tokens, definition, completeness, failedAt, doubt, wavers ? waversAt : null);
    }
}
