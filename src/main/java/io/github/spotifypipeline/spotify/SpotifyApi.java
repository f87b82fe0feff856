package io.github.spotifypipeline.spotify;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.accounts.TokenRefusedException;
import io.github.spotifypipeline.json.WholeNumbers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Variable;

/** Decides what is asked of the Web API, with which token, and what an answer means. */
public final class SpotifyApi {

    private static final ObjectMapper JSON =
            WholeNumbers.reader().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final URI base;
    private final AccessTokens tokens;
    private final CallGate gate;
    private final Retries retries;
    private final ClockSkew skew;
    private final MeterRegistry meters;

    /** @param base the Web API's URL with its version, without a slash at the end */
    public SpotifyApi(URI base, AccessTokens tokens, CallGate gate, Retries retries, ClockSkew skew, MeterRegistry meters) {
        this.base = base;
        this.tokens = tokens;
        this.gate = gate;
        this.retries = retries;
        this.skew = skew;
        this.meters = meters;
    }

    /**
     * Begins a call.
     *
     * @param accountId whose token to use
     * @param target    a path below the API's URL such as {@code /me/tracks?limit=50}, or an absolute URL on its origin
     * @param caller    the sync that it belongs to; null when it belongs to none
     * @throws ApiException when it is not a URL, or not on the configured origin: the token would leak
     */
    public ApiCall call(@Variable("spotifyAccount") String accountId, @Variable("spotifyTarget") String target,
                        @Variable("spotifySync") CallOwner caller) {
        URI url;
        try {
            // also what Camel would take for a placeholder is no URL: {{ }} in an answer must not name a setting or a bean
            url = new URI(target.startsWith("/") ? base + target : target);
        } catch (URISyntaxException e) {
            throw new ApiException(FailureKind.BAD_ADDRESS, "Spotify's answer leads to what is not a URL, which is not followed.");
        }
        if (url.getRawUserInfo() != null || !base.getScheme().equalsIgnoreCase(url.getScheme())
                || !base.getHost().equalsIgnoreCase(url.getHost()) || base.getPort() != url.getPort()) {
            throw new ApiException(FailureKind.BAD_ADDRESS, "Spotify's answer leads to another server, which is not followed:"
                    + " it would be given the access token.");
        }
        return new ApiCall(accountId, url.toString(), Bucket.of(url, base), caller);
    }

    /**
     * How long to wait now, before the next try or before asking this again; the call is counted when it may be made.
     *
     * @return in ms, no more than a quarter of a second, so that a stop is noticed; 0: make the call
     * @throws ApiException when it must not be made: its bucket is blocked, or its sync stops
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

    /**
     * Sees to a token for the next try of a call.
     *
     * @return false when there is none now, and it is tried again after a back-off
     * @throws AccessTokens.AccountParkedException when the account needs a new sign-in
     */
    private boolean authorize(ApiCall call) {
        try {
            call.use(tokens.of(call.getAccountId(), call.refusedToken()));
            return true;
        } catch (TokenRefusedException e) {
            if (!e.isTransient()) {
                throw e;
            }
            tryAgain(call, new ApiException(FailureKind.SERVER_ERROR, e.getMessage(), e.retryAfter()));
        } catch (ApiException e) {
            tryAgain(call, e);
        }
        return false;
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
     * @throws ApiException when there is no data in it and another try is no use
     */
    public void answered(ApiCall call, int status, String date, Object retryAfter, byte[] body) {
        count(call.bucket(), String.valueOf(status));
        Instant answeredAt = skew.observe(date);
        if (status == 401 && call.retryWithFreshToken()) {
            return;
        }
        Duration asked = RetryAfter.of(retryAfter, answeredAt);
        if (status == 429) {
            gate.refused(call.bucket(), ApiRefusal.isQuota(text(body)), asked, call.limited() < WaitLimits.LIMITS);
            return;
        }
        try {
            if (status != 200 && status != 204) {
                throw ApiRefusal.inWords(status, asked, text(body));
            }
            call.succeed(status == 200 ? json(body) : null);
            gate.answered(call.bucket());
        } catch (ApiException e) {
            tryAgain(call, e);
        }
    }

    /** The call has brought no answer. @throws ApiException when another try is no use */
    public void unanswered(ApiCall call, IOException failure) {
        count(call.bucket(), "none");
        tryAgain(call, inWords(failure));
    }

    private void count(String bucket, String status) {
        Counter.builder("spotify.calls").description("Calls of the Web API, by path and HTTP status; none: no answer came")
                .tags("bucket", bucket, "status", status).register(meters).increment();
    }

    private void tryAgain(ApiCall call, ApiException fault) {
        Duration backOff = retries.after(fault.trouble(), call.faulted(), fault.retryAfter());
        if (backOff == null) {
            throw fault;
        }
        call.backOff(backOff);
    }

    /**
     * Takes the answer of {@code GET /me}, asked with a token that belongs to no account yet.
     *
     * @throws ApiException when there is no profile in it
     */
    public JsonNode profile(int status, byte[] body) {
        count(Bucket.of("/me"), String.valueOf(status));
        if (status == 200) {
            return json(body);
        }
        throw ApiRefusal.inWords(status, null, text(body));
    }

    /** Puts a failure of the network into words. @throws ApiException always */
    public void unreachable(IOException failure) {
        throw inWords(failure);
    }

    private static ApiException inWords(IOException failure) {
        if (failure instanceof AnswerTooLargeException) {
            return new ApiException(FailureKind.TOO_LARGE, "Spotify's answer is larger than 16 MB, which no page is.");
        }
        if (failure instanceof ProxyException) {
            return new ApiException(FailureKind.UNREACHABLE, "The proxy does not lead to Spotify (" + failure.getMessage()
                    + "): check spotify.proxy (HTTPS_PROXY), its user and its password, and NO_PROXY.");
        }
        return failure instanceof SocketTimeoutException
                ? new ApiException(FailureKind.TIMEOUT, "Spotify did not answer in time.")
                : new ApiException(FailureKind.UNREACHABLE, "Spotify could not be reached, or its answer broke off.");
    }

    private static String text(byte[] body) {
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    private static JsonNode json(byte[] body) {
        JsonNode json = container(() -> JSON.readTree(body));
        if (json == null && body != null) {
            // the parser refuses a byte that is no UTF-8; one in a title must not cost the list, so it becomes U+FFFD
            json = container(() -> JSON.readTree(text(body)));
        }
        if (json == null) {
            throw new ApiException(FailureKind.BAD_ANSWER, "Spotify's answer is not the JSON that it should be.");
        }
        if (json.hasNonNull("error")) {
            throw new ApiException(FailureKind.BAD_ANSWER, "Spotify's answer is an error, though its status is 200.");
        }
        return json;
    }

    /** A JSON parser at work. */
    private interface Parsing {

        JsonNode run() throws IOException;
    }

    /** The object or array that is read; null when there is none. What is wrong with a body is not shown. */
    private static JsonNode container(Parsing parsing) {
        try {
            JsonNode json = parsing.run();
            return json != null && json.isContainerNode() ? json : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
