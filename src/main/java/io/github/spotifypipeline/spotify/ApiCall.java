package io.github.spotifypipeline.spotify;

import io.github.spotifypipeline.json.SentJson;
import java.time.Duration;
import java.util.Map;

/**
 * One GET of the Web API on its way through {@code spotify-call-action}: what it does next, and what came of it. It is
 * made once more with a fresh token when the first was refused (401), and a few times more where the fault may pass.
 */
public final class ApiCall {

    private final String accountId;
    private final String url;
    private final String bucket;
    private final CallOwner caller;
    private Attempt attempt = Attempt.FIRST;
    private Duration backoff = Duration.ZERO;
    private Duration pause = Duration.ZERO;
    private boolean hasLeave;
    private TokenRequest request;
    private String token;
    private boolean asked;
    private SentJson answer;
    private Failure failure;

    /** @param caller null: nobody who could stop or be counted */
    ApiCall(String accountId, String url, String bucket, CallOwner caller) {
        this.accountId = accountId;
        this.url = url;
        this.bucket = bucket;
        this.caller = caller;
        this.request = new TokenRequest(accountId, null, caller == null ? new KeptToken() : caller.keptToken());
    }

    /** Whether it is still to be made. */
    public boolean isPending() {
        return answer == null && failure == null;
    }

    /** How long it waits now, in ms, so short that a stop is noticed; 0: it does not wait. */
    public long getPause() {
        return pause.isZero() ? 0 : Math.max(1, pause.toMillis());
    }

    /** Whether it is to refresh the account's tokens, which no other call does meanwhile. */
    public boolean isRefreshing() {
        return request.refreshing() != null;
    }

    /** What is to be sent to the token endpoint for it. */
    public Map<String, String> getRefreshForm() {
        return AccessTokens.form(request);
    }

    /** The absolute URL, on the configured origin. */
    public String getUrl() {
        return url;
    }

    /** The Authorization header. */
    public String getAuthorization() {
        return "Bearer " + token;
    }

    /** Why there is no data; null when there is. */
    public Failure getFailure() {
        return failure;
    }

    /**
     * What Spotify sent; JSON null for an answer without content (204).
     *
     * @throws SpotifyException when there is no data
     */
    public SentJson getAnswer() {
        if (failure != null) {
            throw new SpotifyException(failure);
        }
        return answer;
    }

    /** What it counts to; see {@link Bucket}. */
    String bucket() {
        return bucket;
    }

    Attempt attempt() {
        return attempt;
    }

    TokenRequest request() {
        return request;
    }

    boolean isFirst() {
        return caller != null && caller.isFirst();
    }

    boolean isStopping() {
        return caller != null && caller.isStopping();
    }

    /** It waits so long. @param idle whether it is not at work meanwhile */
    void waits(Duration time, boolean idle) {
        pause = time;
        if (caller != null) {
            caller.waits(idle);
        }
    }

    /** Takes a part of the time that is left before its next try, no more than so long. @return zero when it is over */
    Duration takeBackoff(Duration atMost) {
        Duration part = backoff.compareTo(atMost) < 0 ? backoff : atMost;
        backoff = backoff.minus(part);
        return part;
    }

    boolean hasLeave() {
        return hasLeave;
    }

    /** It may be made, and is counted. */
    void giveLeave() {
        hasLeave = true;
    }

    /** Whether it is being made. */
    boolean isAsked() {
        return asked;
    }

    /** It is made now. */
    void ask(String accessToken) {
        token = accessToken;
        asked = true;
        if (caller != null) {
            caller.called();
        }
    }

    /** Does what a verdict says; HOLD waits with the next leave. */
    void obey(Verdict verdict) {
        attempt = attempt.after(verdict.action());
        hasLeave = false;
        asked = false;
        if (caller != null && verdict.action() == Verdict.Action.HOLD) {
            caller.limited();
        }
        request = new TokenRequest(accountId, verdict.action() == Verdict.Action.NEW_TOKEN ? token : request.refused(),
                request.kept());
        switch (verdict.action()) {
            case DATA -> answer = verdict.data();
            case AGAIN -> backoff = verdict.after();
            case FAIL -> failure = verdict.failure();
            default -> {
            }
        }
    }
}
