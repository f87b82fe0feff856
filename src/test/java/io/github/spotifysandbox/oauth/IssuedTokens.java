package io.github.spotifysandbox.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifysandbox.oauth.TokenClaims.Kind;
import io.github.spotifysandbox.server.Parameters;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows whose codes and tokens a sandbox gave out, and refuses those that a test made void. Thread-safe. */
public final class IssuedTokens {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TokenSeal seal;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final Map<String, String> accountsOfCodes = new ConcurrentHashMap<>();
    private final Map<String, Cutoff> revoked = new ConcurrentHashMap<>();
    private final Map<String, Cutoff> accessExpired = new ConcurrentHashMap<>();

    /** @param seed of the sandbox */
    public IssuedTokens(long seed) {
        seal = new TokenSeal(seed);
    }

    /** Every code and token so far. */
    public Set<String> all() {
        return Set.copyOf(secrets);
    }

    /** All tokens of the account so far are void. */
    public void revoke(String account) {
        cutoff(revoked, account).make();
    }

    /** All access tokens of the account so far are too old. */
    public void expireAccess(String account) {
        cutoff(accessExpired, account).make();
    }

    /** The account that a request names by token or code, good or not, or agrees for; null if it names none. */
    public String account(SandboxRequest request) {
        return switch (request.path()) {
            case "/authorize" -> parameter(request.query(), "account");
            case GrantEndpoint.PATH -> owner(Kind.REFRESH, refreshToken(request)).orElseGet(() ->
                    Optional.ofNullable(parameter(request.body(), "code")).map(accountsOfCodes::get).orElse(null));
            default -> owner(Kind.ACCESS, Tokens.bearer(request).orElse(null)).orElse(null);
        };
    }

    /** The answer to a request with a token that a test made void. */
    public Optional<SandboxAnswer> refuse(SandboxRequest request) {
        if (request.path().equals(GrantEndpoint.PATH)) {
            String token = refreshToken(request);
            return owner(Kind.REFRESH, token).filter(account -> cutoff(revoked, account).isBefore(token))
                    .map(account -> Tokens.invalidGrant("Refresh token revoked").answer());
        }
        String token = Tokens.bearer(request).orElse(null);
        return owner(Kind.ACCESS, token).flatMap(account -> {
            if (cutoff(revoked, account).isBefore(token)) {
                return Optional.of("Invalid access token");
            }
            return cutoff(accessExpired, account).isBefore(token)
                    ? Optional.of("The access token expired") : Optional.empty();
        }).map(message -> Tokens.unauthorized(message).answer());
    }

    /** Notes the code or tokens in an answer. */
    public void learn(String account, SandboxAnswer answer) {
        String location = answer.headers().get("Location");
        if (location != null) {
            String code = parameter(URI.create(location).getRawQuery(), "code");
            if (code != null) {
                secrets.add(code);
                accountsOfCodes.put(code, account);
            }
        } else if (new String(answer.body(), 0, Math.min(20, answer.body().length)).contains("access_token")) {
            JsonNode tokens = json(answer);
            issued(account, tokens.path("access_token").textValue());
            issued(account, tokens.path("refresh_token").textValue());
        }
    }

    /** The body of an answer. */
    public static JsonNode json(SandboxAnswer answer) {
        try {
            return MAPPER.readTree(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON", e);
        }
    }

    private void issued(String account, String token) {
        if (token != null) {
            secrets.add(token);
            cutoff(revoked, account).issued(token);
            cutoff(accessExpired, account).issued(token);
        }
    }

    private Optional<String> owner(Kind kind, String token) {
        return Optional.ofNullable(token).flatMap(text -> seal.open(kind, text)).map(TokenClaims::accountId);
    }

    private static String refreshToken(SandboxRequest request) {
        return parameter(request.body(), "refresh_token");
    }

    private static String parameter(String encoded, String name) {
        try {
            return Parameters.parse(encoded).find(name).orElse(null);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static Cutoff cutoff(Map<String, Cutoff> cutoffs, String account) {
        return cutoffs.computeIfAbsent(account, id -> new Cutoff());
    }
}
