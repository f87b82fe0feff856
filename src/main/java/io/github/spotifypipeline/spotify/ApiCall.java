package io.github.spotifypipeline.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * One GET of the Web API: asked once, once more with a fresh token when the first was refused (401), and a few times more
 * where the fault may pass.
 */
public final class ApiCall {

    private final String accountId;
    private final String url;
    private final String bucket;
    private final CallOwner caller;
    private String token;
    private String refusedToken;
    private Attempt attempt = Attempt.FIRST;
    private Duration backOff = Duration.ZERO;
    private JsonNode answer;

    /** @param caller null: nobody who could stop or be counted */
    ApiCall(String accountId, String url, String bucket, CallOwner caller) {
        this.accountId = accountId;
        this.url = url;
        this.bucket = bucket;
        this.caller = caller;
    }

    public String getAccountId() {
        return accountId;
    }

    /** The absolute URL, on the configured origin. */
    public String getUrl() {
        return url;
    }

    /** What it counts to; see {@link Bucket}. */
    String bucket() {
        return bucket;
    }

    /** Whether it is still to be asked. */
    public boolean isPending() {
        return answer == null;
    }

    /** What Spotify sent; JSON null for an answer without content (204). */
    public JsonNode getAnswer() {
        return answer;
    }

    boolean isFirst() {
        return caller != null && caller.isFirst();
    }

    /** @throws SpotifyException when its caller must begin nothing any more */
    void requireGoing() {
        if (caller != null && caller.isStopping()) {
            throw new SpotifyException(FailureKind.STOPPED.failure());
        }
    }

    void called() {
        if (caller != null) {
            caller.called();
        }
    }

    void waits(boolean waiting) {
        if (caller != null) {
            caller.waits(waiting);
        }
    }

    /** The token of the last try; null before the first. */
    String token() {
        return token;
    }

    /** A token that was refused (401); null when none was. */
    String refusedToken() {
        return refusedToken;
    }

    void use(String accessToken) {
        token = accessToken;
    }

    void succeed(JsonNode json) {
        answer = json;
    }

    /** The token of the last try was refused. */
    void refuseToken() {
        refusedToken = token;
    }

    Attempt attempt() {
        return attempt;
    }

    void tried(Verdict.Action action) {
        attempt = attempt.after(action);
    }

    /** The next try comes only after this time. */
    void backOff(Duration time) {
        backOff = time;
    }

    /** Takes a part of the time to wait, no more than so long. @return zero when it is over */
    Duration takeBackOff(Duration atMost) {
        Duration part = backOff.compareTo(atMost) < 0 ? backOff : atMost;
        backOff = backOff.minus(part);
        return part;
    }
}
