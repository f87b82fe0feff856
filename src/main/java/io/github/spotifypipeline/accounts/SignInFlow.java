package io.github.spotifypipeline.accounts;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.http.CookieHeader;
import io.github.spotifypipeline.settings.Loopback;
import io.github.spotifypipeline.settings.Settings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/**
 * Begins sign-ins and recognises the browser that comes back. What is pending travels in an encrypted cookie, so any
 * replica can finish a sign-in that another began, and nothing is kept for those that never come back.
 */
public final class SignInFlow {

    /** How long a person may take at Spotify. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final String COOKIE_PREFIX = "spotify_sign_in_";
    private static final String START_AGAIN = " Start again at /login.";
    private static final String NOT_BEGUN_HERE =
            "This answer does not belong to a sign-in that this browser began." + START_AGAIN;

    private final Settings settings;
    private final SpotifyClient client;
    private final TokenCipher cipher;
    private final Clock clock;
    private final Supplier<String> scopes;

    /** @param scopes gives the scopes to ask for, separated by spaces */
    public SignInFlow(Settings settings, SpotifyClient client, TokenCipher cipher, Clock clock,
                      Supplier<String> scopes) {
        this.settings = settings;
        this.client = client;
        this.cipher = cipher;
        this.clock = clock;
        this.scopes = scopes;
    }

    /**
     * Sends the browser to Spotify.
     *
     * @param host the request's Host header; a browser that calls this machine by another name than the redirect URI
     *             does is first sent to that name, because the cookie would not come back
     * @return 302, or 400 when no client id is set
     */
    public Answer begin(@Header("Host") String host) {
        if (!client.current().isSet()) {
            throw new SignInException(client.trouble() != null ? client.trouble() : "There is no app at Spotify to sign"
                    + " in to yet: the page at / says how to get one, and takes its client id. Or set"
                    + " SPOTIFY_CLIENT_ID and restart.");
        }
        URI redirect = settings.redirectUri();
        String name = host == null ? "" : host.replaceFirst(":\\d+$", "");
        if (Loopback.isLiteral(redirect.getHost()) && Loopback.isLoopback(name)
                && !name.equalsIgnoreCase(redirect.getHost())) {
            return Answer.redirect(settings.signInUrl().toString());
        }
        PendingSignIn pending = PendingSignIn.begin(scopes.get(), clock.instant());
        return Answer.redirect(authorizeUrl(pending)).with("Set-Cookie", cookie(pending));
    }

    private String authorizeUrl(PendingSignIn pending) {
        ClientCredentials app = client.current();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", app.id());
        query.put("redirect_uri", settings.redirectUri().toString());
        query.put("scope", pending.scopes());
        query.put("state", pending.state());
        // else Spotify sends whoever agreed before straight back, and nobody else could connect in this browser
        query.put("show_dialog", "true");
        if (app.secret().isEmpty()) {
            query.put("code_challenge", pending.challenge());
            query.put("code_challenge_method", "S256");
        }
        return settings.accountsUrl() + "/authorize?" + query.entrySet().stream()
                .map(e -> e.getKey() + "="
                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("&"));
    }

    private String cookie(PendingSignIn pending) {
        String content = String.join("\n", pending.state(), pending.verifier(), pending.scopes(),
                pending.startedAt().toString());
        String sealed = Base64.getUrlEncoder().withoutPadding().encodeToString(cipher.seal(content, COOKIE_PREFIX));
        boolean https = settings.redirectUri().getScheme().equalsIgnoreCase("https");
        return COOKIE_PREFIX + pending.fingerprint() + "=" + sealed + "; Path=" + settings.redirectUri().getRawPath()
                + "; Max-Age=" + LIFETIME.toSeconds() + "; HttpOnly; SameSite=Lax" + (https ? "; Secure" : "");
    }

    /**
     * Finds the sign-in that a callback belongs to.
     *
     * @param state   the callback's state
     * @param cookies the request's Cookie header
     * @throws SignInException when the state is missing, is not this browser's, or came too late
     */
    public PendingSignIn returning(@Header("state") String state, @Header("Cookie") String cookies) {
        if (state == null || cookies == null) {
            throw new SignInException(NOT_BEGUN_HERE);
        }
        PendingSignIn pending = open(CookieHeader.value(cookies, COOKIE_PREFIX + PendingSignIn.fingerprintOf(state)));
        if (pending == null || !MessageDigest.isEqual(pending.state().getBytes(StandardCharsets.UTF_8),
                state.getBytes(StandardCharsets.UTF_8))) {
            throw new SignInException(NOT_BEGUN_HERE);
        }
        if (clock.instant().isAfter(pending.startedAt().plus(LIFETIME))) {
            throw new SignInException("This sign-in took longer than ten minutes." + START_AGAIN);
        }
        return pending;
    }

    private PendingSignIn open(String sealed) {
        try {
            String[] parts = cipher.open(Base64.getUrlDecoder().decode(sealed), COOKIE_PREFIX).split("\n");
            return new PendingSignIn(parts[0], parts[1], parts[2], Instant.parse(parts[3]));
        } catch (IllegalArgumentException | TokenCipher.WrongKeyException e) {
            return null;
        }
    }

    /**
     * The form that trades a code for tokens (RFC 6749, section 4.1.3; with PKCE RFC 7636, section 4.5).
     *
     * @param used whether this sign-in has come back before
     * @throws SignInException when it has, the user refused, or Spotify sent no code
     */
    public Map<String, String> exchangeForm(@Variable("spotifyPending") PendingSignIn pending,
                                            @Variable("spotifyCode") String code,
                                            @Variable("spotifyRefusal") String error,
                                            @ExchangeProperty("CamelDuplicateMessage") Boolean used) {
        if (Boolean.TRUE.equals(used)) {
            throw new SignInException("This sign-in has been used already. If the account is not on the page at /,"
                    + " start again at /login.");
        }
        if ("access_denied".equals(error)) {
            throw new SignInException("You chose not to give access, so nothing was stored. To connect after all,"
                    + " start again at /login and choose Agree.");
        }
        if (error != null) {
            throw new SignInException(refusal(error) + START_AGAIN);
        }
        if (code == null || code.isBlank()) {
            throw new SignInException("Spotify's answer holds no code." + START_AGAIN);
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", settings.redirectUri().toString());
        if (client.current().secret().isEmpty()) {
            form.put("code_verifier", pending.verifier());
        }
        return form;
    }

    /** What Spotify's word for a refusal means (RFC 6749, section 4.1.2.1). */
    private static String refusal(String error) {
        return switch (error) {
            case "server_error", "temporarily_unavailable" -> "Spotify has trouble of its own at the moment: wait a few"
                    + " minutes.";
            case "invalid_scope" -> "Spotify does not know a permission that was asked for: an endpoint file of yours"
                    + " names it under scope. Correct it.";
            default -> "Spotify refused the sign-in. Check the app's settings at Spotify (client id, redirect URI,"
                    + " Web API, the users under User Management) and the client id on the settings page.";
        };
    }

    /** Back to the page, which a reverse proxy may show below a path; the browser forgets the pending sign-in. */
    public Answer finished(PendingSignIn pending) {
        URI redirect = settings.redirectUri();
        return Answer.redirect(redirect.resolve("./").getRawPath()).with("Set-Cookie", COOKIE_PREFIX
                + pending.fingerprint() + "=; Path=" + redirect.getRawPath() + "; Max-Age=0; HttpOnly; SameSite=Lax");
    }
}
