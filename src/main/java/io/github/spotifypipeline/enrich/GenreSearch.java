package io.github.spotifypipeline.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.OwnCollections;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks MusicBrainz for the genres of the artists that were heard most: first which artist has this link to Spotify,
 * then that artist's genres. A call a second, as its terms say; each time that it asks to wait, it waits.
 */
public final class GenreSearch {

    private static final Logger LOG = LoggerFactory.getLogger(GenreSearch.class);
    private static final Pattern MBID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration AFTER_START = Duration.ofHours(3);
    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int ARTISTS_A_DAY = 500;
    private static final int MOST_GENRES = 20;
    private static final int MOST_FAULTS = 5;
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final boolean isOn;
    private final MissingGenres missing;
    private final DailyClaim claim;
    private final Clock clock;
    private final BooleanSupplier stopping;
    private final Deque<GenreCall> calls = new ArrayDeque<>();
    private Instant due;
    private Instant notBefore = Instant.MIN;
    private int told;
    private int unknown;
    private int faults;

    /**
     * Nothing is asked unless it is on.
     *
     * @param stopping whether nothing may be begun any more
     */
    public GenreSearch(boolean isOn, Database database, OwnCollections own, Clock clock, BooleanSupplier stopping) {
        this.isOn = isOn;
        this.missing = new MissingGenres(database, own);
        this.claim = new DailyClaim(database, "genres");
        this.clock = clock;
        this.stopping = stopping;
        this.due = clock.instant().plus(AFTER_START);
    }

    /** The call that is to be made now; null when none is. */
    public synchronized GenreCall next() {
        Instant now = clock.instant();
        if (!isOn || stopping.getAsBoolean() || now.isBefore(notBefore) && !notBefore.isAfter(now.plus(RETRY))) {
            return null;
        }
        try {
            if (calls.isEmpty() && (!now.isBefore(due) || due.isAfter(now.plus(EVERY)))) {
                due = now.plus(RETRY);
                if (claim.take(now)) {
                    due = now.plus(EVERY);
                    missing.mostHeard(ARTISTS_A_DAY, now).forEach(uri -> calls.add(new GenreCall(uri, null)));
                }
            }
        } catch (MongoException e) {
            // the health check of the database says it
            due = now.plus(RETRY);
        }
        notBefore = now.plus(PACE);
        return calls.poll();
    }

    /**
     * MusicBrainz has answered.
     *
     * @param answer {@code artists}, the ids of those that have the link, or {@code genres}, the best first
     */
    public synchronized void answered(GenreCall call, JsonNode answer) {
        faults = 0;
        List<String> genres = new ArrayList<>();
        answer.path("genres").forEach(genre -> genres.add(genre.asText()));
        String mbid = answer.path("artists").path(0).asText("");
        // a link that several artists have says nothing of any of them
        if (call.mbid() == null && answer.path("artists").size() == 1 && MBID.matcher(mbid).matches()) {
            calls.addFirst(new GenreCall(call.uri(), mbid));
        } else {
            done(call, genres.subList(0, Math.min(MOST_GENRES, genres.size())));
        }
    }

    private void done(GenreCall call, List<String> genres) {
        missing.told(call.uri(), genres, clock.instant());
        told += genres.isEmpty() ? 0 : 1;
        unknown += genres.isEmpty() ? 1 : 0;
        if (calls.isEmpty()) {
            end("");
        }
    }

    /** It has refused. @param headers of its answer, in whatever case the server writes their names */
    public synchronized void refused(GenreCall call, int status, Map<String, ?> headers) {
        if (status == NOT_FOUND || status == BAD_REQUEST) {
            faults = 0;
            done(call, List.of());
        } else if (status == TOO_MANY || status >= SERVER_ERROR) {
            Duration pause = headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
                    .map(header -> String.valueOf(header.getValue())).filter(text -> text.matches("\\d{1,9}"))
                    .map(text -> Duration.ofSeconds(Long.parseLong(text))).findFirst().orElse(PAUSE);
            if (pause.compareTo(RETRY) > 0) {
                end("; no more today, because it asks to wait for " + pause.toMinutes() + " minutes");
            } else {
                again(call, pause, "HTTP " + status);
            }
        } else {
            end("; no more today, because it answers HTTP " + status);
        }
    }

    /** No answer came, or it could not be read or stored. */
    public synchronized void failed(GenreCall call) {
        again(call, PAUSE, "no answer");
    }

    private void again(GenreCall call, Duration pause, String reason) {
        faults++;
        if (faults == MOST_FAULTS) {
            end("; no more today (" + reason + ")");
            return;
        }
        calls.addFirst(call);
        notBefore = clock.instant().plus(pause.compareTo(PACE) < 0 ? PACE : pause);
    }

    private void end(String reason) {
        LOG.info("genres from MusicBrainz: told={} unknown={}{}", told, unknown, reason);
        calls.clear();
        told = 0;
        unknown = 0;
        faults = 0;
    }
}
