package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.settings.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decides who may call the pipeline's own HTTP server. Bound to a loopback address, a request must name an allowed
 * host (against DNS rebinding). A changing request must not come from another site (against cross-site request
 * forgery). When an admin token is set, as it must be to bind to anything else, every path wants it but the callback,
 * health and the page's sign-in.
 */
public final class AccessPolicy {

    /** The cookie of the page's own sign-in. */
    static final String SESSION_COOKIE = "spotify_pipeline_session";

    /** A page of another site cannot read these answers, but could have the browser ask for them many times. */
    private static final String COSTLY = "/api/music";
    /** It could show these, and tell a cover from a drawn one by its size: who is listened to. */
    private static final String COVERS = "/covers";
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OPEN = Set.of("/callback", "/health/live", "/health/ready", "/unlock.html",
            "/unlock.js", "/app.css", "/icon.svg");

    private final boolean loopback;
    private final List<String> allowedHosts;
    private final String adminToken;
    private final String publicAuthority;

    public AccessPolicy(Settings settings) {
        this.loopback = settings.boundToLoopback();
        this.allowedHosts = settings.allowedHosts();
        this.adminToken = settings.adminToken();
        this.publicAuthority = settings.redirectUri().getRawAuthority();
    }

    /**
     * A request; null for a header that it does not have.
     *
     * @param fetchSite the header Sec-Fetch-Site
     */
    public record Request(String method, String path, String host, String origin, String fetchSite,
                          String contentType, Credentials credentials) {
    }

    /**
     * What may show that the sender knows the admin token.
     *
     * @param authorization the header of this name; null when there is none
     * @param session       the value of the session cookie; null or empty when there is none
     */
    public record Credentials(String authorization, String session) {
    }

    /** @return null when the request may pass, else the answer to give */
    public Answer refusal(Request request) {
        if (loopback && (request.host() == null || !allowedHosts.contains(hostName(request.host())))) {
            return ErrorAnswers.error(421, "This server does not answer to that host name. Open it by its loopback"
                    + " address, or add the name to http.allowed-hosts (HTTP_ALLOWED_HOSTS).");
        }
        if (!SAFE_METHODS.contains(request.method()) && isForeign(request)) {
            return ErrorAnswers.error(403, "A page of another site may not change anything here.");
        }
        if (request.path().startsWith(COSTLY) && isForeign(request)) {
            return ErrorAnswers.error(403, "A page of another site may not ask for charts, which cost time.");
        }
        if (request.path().startsWith(COVERS) && isForeign(request)) {
            return ErrorAnswers.error(403, "A page of another site may not show covers.");
        }
        if (isForm(request.contentType())) {
            return ErrorAnswers.error(415, "This server takes no forms.");
        }
        if (wantsToken() && !OPEN.contains(request.path()) && !isKnown(request.credentials())) {
            return request.method().equals("GET") && isPage(request.path())
                    ? Answer.redirect("unlock.html")
                    : ErrorAnswers.error(401, "Send the admin token: Authorization: Bearer <admin.token>.")
                            .with("WWW-Authenticate", "Bearer");
        }
        return null;
    }

    private static boolean isPage(String path) {
        return path.equals("/") || path.endsWith(".html");
    }

    /** Behind a reverse proxy the browser's origin is that of the redirect URI. */
    private boolean isForeign(Request request) {
        if (request.fetchSite() != null && !Set.of("same-origin", "none").contains(request.fetchSite())) {
            return true;
        }
        if (request.origin() == null) {
            return false;
        }
        try {
            String authority = URI.create(request.origin()).getRawAuthority();
            return authority == null
                    || !authority.equalsIgnoreCase(request.host()) && !authority.equalsIgnoreCase(publicAuthority);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static boolean isForm(String contentType) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/");
    }

    private boolean isKnown(Credentials given) {
        return same("Bearer " + adminToken, given.authorization()) || same(session(), given.session());
    }

    /** Whether an admin token is set. */
    boolean wantsToken() {
        return !adminToken.isEmpty();
    }

    /** The value of the session cookie: it proves the admin token without holding it, and ends when that changes. */
    String session() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(adminToken.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(SESSION_COOKIE.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean same(String expected, String given) {
        return given != null && MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
                given.getBytes(StandardCharsets.UTF_8));
    }

    private static String hostName(String host) {
        return host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    }
}
