package io.github.spotifypipeline.schedule;

import io.github.spotifypipeline.database.StoredTime;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/**
 * One document of {@code cursors}: how far an endpoint of an account is, and who works on it.
 *
 * @param lastSuccessAt null before the first success
 * @param retryAt       not before this time, because the last sync failed or doubted what it saw; null otherwise
 * @param stored        the times as they are stored
 * @param leasedUntil   until when another process works on it, unless it ends earlier; null when none does
 * @param definition    stands for what the endpoint's route said when it ran last; null if it never ran
 * @param errors        what went wrong since the last success
 * @param found         what the last success found
 */
public record CursorState(Instant lastSuccessAt, Instant retryAt, Stored stored, Instant leasedUntil, String definition,
                          Errors errors, Found found) {

    /** The longest wait that anything asks for: a day's quota, and the hour in which its first call was made. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(25);

    /** An endpoint that never ran. */
    public static final CursorState NONE = of(new Document(), null, Duration.ZERO, Instant.EPOCH);

    /**
     * The times as they are stored, also those that cannot be. A process takes a turn only while they are what it read.
     *
     * @param requestedAt when somebody asked for a sync that has not ended since; null: nobody did
     */
    public record Stored(Instant lastSuccessAt, Instant retryAt, Instant requestedAt) {

        /** Fields for a filter: null also matches a field that is missing. */
        Document filter() {
            return new Document("last_success_at", date(lastSuccessAt)).append("retry_at", date(retryAt))
                    .append("requested_at", date(requestedAt));
        }
    }

    /**
     * @param failures     how many syncs have failed since the last success
     * @param last         why the last sync failed, or stored nothing of what it read; null otherwise
     * @param scopeRefused whether Spotify said in the last sync that the account has not granted enough
     */
    public record Errors(int failures, String last, boolean scopeRefused) {
    }

    /**
     * @param position     the newest record's time in Unix ms; null before the first success, or without a cursor
     * @param documents    how many documents there are; null when never counted
     * @param completeness of its list
     * @param available    whether Spotify offered it to the account
     * @param doubted      the {@code _id} prefixes of the lists that showed so little that it was not believed
     * @param refusedLists how many lists of a parent's records Spotify refused
     */
    public record Found(Long position, Long documents, ListCompleteness completeness, boolean available,
                        Set<String> doubted, long refusedLists) {
    }

    /**
     * @param me    this process: what it has leased itself counts as free
     * @param lease the longest time that a lease may still hold
     */
    static CursorState of(Document document, String me, Duration lease, Instant now) {
        Stored stored = new Stored(StoredTime.of(document, "last_success_at"), StoredTime.of(document, "retry_at"),
                StoredTime.of(document, "requested_at"));
        boolean isSuccessImpossible = StoredTime.isImpossible(stored.lastSuccessAt(), now);
        boolean isRetryImpossible = StoredTime.isImpossible(StoredTime.of(document, "failed_at"), now)
                || StoredTime.isImpossible(stored.retryAt(), now, LONGEST_WAIT);
        String impossible = isSuccessImpossible
                ? "Its last success is dated " + stored.lastSuccessAt() + ", which is in the future"
                : isRetryImpossible ? "Its next try is put off until " + stored.retryAt() + ", too far in the future"
                : null;
        Instant leasedUntil = StoredTime.of(document, "leased_until");
        return new CursorState(isSuccessImpossible ? null : stored.lastSuccessAt(),
                isRetryImpossible ? null : stored.retryAt(), stored,
                leasedUntil == null || me.equals(document.getString("owner"))
                        || StoredTime.isImpossible(leasedUntil, now, lease) ? null : leasedUntil,
                document.getString("definition"),
                new Errors(document.getInteger("failures", 0), impossible == null ? document.getString("last_error")
                        : impossible + ": this machine's clock was ahead, or is behind now. That counts as unknown,"
                                + " and it syncs.", document.getBoolean("scope_refused", false)),
                new Found(document.getLong("cursor"), document.getLong("documents"), ListCompleteness.of(document),
                        document.getBoolean("available", true),
                        Set.copyOf(document.getList("doubted", String.class, List.of())),
                        document.get("refused_lists") instanceof Number number ? number.longValue() : 0));
    }

    /**
     * What of it lies in the future, because a clock was ahead, and therefore counts as unknown; in words, null when
     * nothing does.
     */
    public String impossible() {
        return isSuccessUnknown() || retryAt == null && stored.retryAt() != null ? errors.last() : null;
    }

    /** Whether it is not known when it succeeded last, because what is stored lies in the future. */
    boolean isSuccessUnknown() {
        return lastSuccessAt == null && stored.lastSuccessAt() != null;
    }

    /** Whether somebody asked for a sync. */
    boolean isRequested() {
        return stored.requestedAt() != null;
    }

    /** The same with another time of the last success. */
    CursorState withLastSuccess(Instant at) {
        return new CursorState(at, retryAt, stored, leasedUntil, definition, errors, found);
    }

    /**
     * What it is after a success.
     *
     * @param secondLookAt when it is read again because something was doubted; null otherwise
     * @param complaint    as {@link Errors#last}
     */
    public CursorState afterSuccess(Instant at, Instant secondLookAt, String complaint, Found now) {
        return new CursorState(at, secondLookAt, new Stored(at, secondLookAt, null), null, definition,
                new Errors(0, complaint, false), now);
    }

    /** What it is after a failure. */
    public CursorState afterFailure(Instant tryAgainAt, Errors now) {
        return new CursorState(lastSuccessAt, tryAgainAt, new Stored(stored.lastSuccessAt(), tryAgainAt, null), null,
                definition, now, found);
    }

    private static Date date(Instant instant) {
        return instant == null ? null : Date.from(instant);
    }
}
