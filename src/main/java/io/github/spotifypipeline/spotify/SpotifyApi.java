package io.github.spotifypipeline.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.apache.camel.Variable;

/** Decides what is asked of the Web API, with which token, and what an answer means. */
public final class SpotifyApi {

    private final URI base;
    private final AccessTokens tokens;
    private final CallGate gate;
    private final AnswerPolicy policy;
    private final ClockSkew skew;
    private final MeterRegistry meters;

    /** @param base the Web API's URL with its version, without a slash at the end */
    public SpotifyApi(URI base, AccessTokens tokens, CallGate gate, Backoff backoff, ClockSkew skew, MeterRegistry meters) {
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
                        @Variable("spotifySync") CallOwner caller) {
        URI url;
        try {
            // also what Camel would take for a placeholder is no URL: {{ }} in an answer must not name a setting or a bean
            url = new URI(target.startsWith("/") ? base + target : target);
        } catch (URISyntaxException e) {
            throw new SpotifyException(FailureKind.BAD_ADDRESS, "Spotify's answer leads to what is not a URL, which is not followed.");
        }
        if (url.getRawUserInfo() != null || !base.getScheme().equalsIgnoreCase(url.getScheme())
                || !base.getHost().equalsIgnoreCase(url.getHost()) || base.getPort() != url.getPort()) {
            throw new SpotifyException(FailureKind.BAD_ADDRESS.failure());
        }
        return new ApiCall(accountId, url.toString(), Bucket.of(url, base), caller);
    }

    /**
     * How long to wait now, before the next try or before asking this again; the call is counted when it may be made.
     *
     * @return in ms, no more than a quarter of a second, so that a stop is noticed; 0: make the call
     * @throws SpotifyException when it must not be made: its bucket is blocked, or its sync stops
     */
    public long pause(ApiCall call) {
        Duration wait = call.takeBackOff(WaitLimits.LOOK);
        boolean idle = !wait.isZero();
        if (wait.isZero()) {
            wait = gate.ask(call.bucket(), call.isFirst());
            // who waits for the shared pace is at work: else all accounts would queue there, each with a run under way
            idle = !wait.isZero() && gate.isHeld(call.bucket());
        }
        if (wait.isZero() && !authorize(call)) {
            wait = call.takeBackOff(WaitLimits.LOOK);
            idle = true;
        }
        call.waits(idle);
        if (wait.isZero()) {
            call.called();
            return 0;
        }
        call.requireGoing();
        return Math.max(1, Math.min(wait.toMillis(), WaitLimits.LOOK.toMillis()));
    }

    /** @return false when there is no token now, and it is tried again after a back-off */
    private boolean authorize(ApiCall call) {
        try {
            call.use(tokens.of(call.getAccountId(), call.refusedToken()));
            return true;
        } catch (SpotifyException e) {
            obey(call, policy.of(e.failure(), call.attempt(), skew.now()));
            return false;
        }
    }

    /** The Authorization header for the next try of a call. */
    public String authorization(ApiCall call) {
        return "Bearer " + call.token();
    }

    /**
     * Takes an answer: data, or what may pass and is tried again after a back-off.
     *
     * @param date       the Date header, null when there is none
     * @param retryAfter the Retry-After header, a list where it came more than once, null when there is none
     * @throws SpotifyException when there is no data in it and another try is no use
     */
    public void answered(ApiCall call, int status, String date, Object retryAfter, byte[] body) {
        count(call.bucket(), String.valueOf(status));
        obey(call, policy.of(status, RetryAfter.of(retryAfter, skew.observe(date)), body, call.attempt(), skew.now()));
    }

    /** The call has brought no answer. @throws SpotifyException when another try is no use */
    public void unanswered(ApiCall call, IOException thrown) {
        count(call.bucket(), "none");
        obey(call, policy.of(failure(thrown), call.attempt(), skew.now()));
    }

    private void obey(ApiCall call, Verdict verdict) {
        call.tried(verdict.action());
        switch (verdict.action()) {
            case DATA -> {
                call.succeed(verdict.data());
                gate.answered(call.bucket());
            }
            case AGAIN -> call.backOff(verdict.after());
            case NEW_TOKEN -> call.refuseToken();
            case HOLD -> giveUp(gate.hold(call.bucket(), verdict.failure(), call.attempt().limits() < WaitLimits.LIMITS));
            default -> giveUp(verdict.failure());
        }
    }

    private static void giveUp(Failure failure) {
        if (failure != null) {
            throw new SpotifyException(failure);
        }
    }

    private void count(String bucket, String status) {
        Counter.builder("spotify.calls").description("Calls of the Web API, by path and HTTP status; none: no answer came")
                .tags("bucket", bucket, "status", status).register(meters).increment();
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
        return verdict.data();
    }

    /** Puts a failure of the network into words. @throws SpotifyException always */
    public void unreachable(IOException thrown) {
        throw new SpotifyException(failure(thrown));
    }

    private static Failure failure(IOException thrown) {
        if (thrown instanceof AnswerTooLargeException) {
            return FailureKind.TOO_LARGE.failure();
        }
        if (thrown instanceof ProxyException) {
            return new Failure(FailureKind.UNREACHABLE, "The proxy does not lead to Spotify (" + thrown.getMessage()
                    + "): check spotify.proxy (HTTPS_PROXY), its user and its password, and NO_PROXY.");
        }
        return (thrown instanceof SocketTimeoutException ? FailureKind.TIMEOUT : FailureKind.UNREACHABLE).failure();
    }
}
