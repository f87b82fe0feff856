package io.github.spotifypipeline.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.accounts.TokenGrant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.apache.camel.Variable;
import org.apache.camel.language.simple.Simple;

/** Decides what is asked of the Web API, with which token, and what an answer means. */
public final class SpotifyApi {

    private final URI base;
    private final AccessTokens tokens;
    private final CallGate gate;
    private final AnswerPolicy policy;
    private final ClockSkew skew;
    private final MeterRegistry meters;

    /** @param base the Web API's URL with its version, without a slash at the end */
    public SpotifyApi(URI base, AccessTokens tokens, CallGate gate, Backoff backoff, ClockSkew skew,
                      MeterRegistry meters) {
        this.base = base;
        this.tokens = tokens;
        this.gate = gate;
        this.policy = new AnswerPolicy(backoff);
        this.skew = skew;
        this.meters = meters;
    }

    /**
     * Begins a call.
     *
     * @param accountId whose token to use
     * @param target    a path below the API's URL such as {@code /me/tracks?limit=50}, or an absolute URL on its origin
     * @param caller    the sync that it belongs to; null when it belongs to none
     * @throws SpotifyException when it is not a URL, or not on the configured origin: the token would leak
     */
    public ApiCall call(@Variable("spotifyAccount") String accountId, @Variable("spotifyTarget") String target,
                        @Simple("${variable.spotifySync.tally}") CallOwner caller) {
        URI url;
        try {
            // what Camel would take for a placeholder is no URL, either: {{ }} must not name a setting or a bean
            url = new URI(target.startsWith("/") ? base + target : target);
        } catch (URISyntaxException e) {
            throw new SpotifyException(FailureKind.BAD_ADDRESS,
                    "Spotify's answer leads to what is not a URL, which is not followed.");
        }
        if (url.getRawUserInfo() != null || !base.getScheme().equalsIgnoreCase(url.getScheme())
                || !base.getHost().equalsIgnoreCase(url.getHost()) || base.getPort() != url.getPort()) {
            throw new SpotifyException(FailureKind.BAD_ADDRESS.failure());
        }
        return new ApiCall(accountId, url.toString(), Bucket.of(url, base), caller);
    }

    /**
     * Decides what a call does next: it waits, refreshes the account's tokens, or is made. It is counted when it may be
     * made.
     *
     * @throws SpotifyException when it must not be made: its bucket is blocked, its account parked, or its sync stops
     */
    public void next(ApiCall call) {
        Duration wait = call.takeBackoff(WaitLimits.LOOK);
        boolean idle = true;
        if (wait.isZero() && !call.hasLeave()) {
            wait = gate.ask(call.bucket(), call.isFirst());
            // who waits for the shared pace is at work: else all accounts would queue there, each with a sync under way
            idle = gate.isHeld(call.bucket());
        }
        if (wait.isZero()) {
            call.giveLeave();
            String token = tokens.validToken(call.request());
            if (token != null) {
                call.ask(token);
            } else if (!call.isRefreshing()) {
                wait = WaitLimits.LOOK;
            }
        }
        call.waits(wait.compareTo(WaitLimits.LOOK) < 0 ? wait : WaitLimits.LOOK, idle && !wait.isZero());
        if (!wait.isZero() && call.isStopping()) {
            throw new SpotifyException(FailureKind.STOPPED.failure());
        }
    }

    /** The token endpoint has given tokens to a call that refreshes. */
    public void refreshed(ApiCall call, TokenGrant grant) {
        tokens.granted(call.request(), grant);
    }

    /**
     * Takes an answer.
     *
     * @param date       the Date header, null when there is none
     * @param retryAfter the Retry-After header, a list where it came more than once, null when there is none
     */
    public void answered(ApiCall call, int status, String date, Object retryAfter, byte[] body) {
        count(call.bucket(), String.valueOf(status));
        Duration asked = RetryAfter.of(retryAfter, skew.observe(date));
        Verdict verdict = policy.of(status, asked, body, call.attempt(), skew.now());
        call.obey(verdict);
        if (verdict.action() == Verdict.Action.DATA) {
            gate.answered(call.bucket());
        } else if (verdict.action() == Verdict.Action.HOLD) {
            Failure refusal = gate.hold(call.bucket(), verdict.failure(), call.attempt().limits() < WaitLimits.LIMITS);
            if (refusal != null) {
                call.obey(Verdict.fail(refusal));
            }
        }
    }

    /** A call, or the refresh before it, has failed. @throws Exception what is no failure of Spotify's */
    public void failed(ApiCall call, Exception thrown) throws Exception {
        if (!(thrown instanceof SpotifyException e)) {
            tokens.release(call.request());
            throw thrown;
        }
        Failure failure = e.failure();
        if (call.isRefreshing()) {
            failure = tokens.refused(call.request(), failure);
        } else if (call.isAsked()) {
            count(call.bucket(), "none");
        }
        if (failure != null) {
            call.obey(policy.of(failure, call.attempt(), skew.now()));
        }
    }

    /**
     * What a call has brought, as JSON or as a {@link SentJson}.
     *
     * @param asSent whether it is left unread
     * @throws SpotifyException when there is no data
     */
    public Object answer(ApiCall call, boolean asSent) {
        return asSent ? call.getAnswer() : call.getAnswer().tree();
    }

    private void count(String bucket, String status) {
        Counter.builder("spotify.calls").description("Calls of the Web API, by path and HTTP status; none: no answer"
                + " came").tags("bucket", bucket, "status", status).register(meters).increment();
    }

    /**
     * Takes the answer of {@code GET /me}, asked with a token that belongs to no account yet.
     *
     * @throws SpotifyException when there is no profile in it
     */
    public JsonNode profile(int status, byte[] body) {
        count(Bucket.of("/me"), String.valueOf(status));
        Verdict verdict = policy.of(status, null, body, Attempt.LAST, skew.now());
        if (verdict.action() != Verdict.Action.DATA) {
            throw new SpotifyException(verdict.failure());
        }
        return verdict.data().tree();
    }
}
