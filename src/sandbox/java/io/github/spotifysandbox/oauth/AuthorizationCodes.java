package io.github.spotifysandbox.oauth;

import io.github.spotifysandbox.accounts.SandboxAccount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The codes that browsers got and that are not traded yet. Each is good once, for ten minutes. Thread-safe. */
public final class AuthorizationCodes {

    /** The longest life that RFC 6749, 4.1.2 recommends. */
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final int CODE_BYTES = 120;

    /**
     * What a person agreed to.
     *
     * @param scopes      granted
     * @param redirectUri to be repeated exactly when the code is traded
     * @param challenge   PKCE challenge; empty if none
     */
    record Consent(String accountId, List<String> scopes, String redirectUri, String challenge, Instant agreedAt) {
    }

    private final Clock clock;
    private final Map<String, Consent> pending = new LinkedHashMap<>();

    /** @param clock says when a code is late */
    public AuthorizationCodes(Clock clock) {
        this.clock = clock;
    }

    synchronized String issue(SandboxAccount account, AuthorizeRequest request) {
        Instant now = clock.instant();
        pending.values().removeIf(consent -> isLate(consent, now));
        String code = "AQ" + Tokens.randomText(CODE_BYTES);
        pending.put(code, new Consent(account.id(), request.scopes(),
                request.redirectUri(), request.challenge(), now));
        return code;
    }

    /** Uses the code up; empty if it is unknown, used or late. */
    synchronized Optional<Consent> redeem(String code) {
        return Optional.ofNullable(pending.remove(code)).filter(consent -> !isLate(consent, clock.instant()));
    }

    private static boolean isLate(Consent consent, Instant now) {
        return !now.isBefore(consent.agreedAt().plus(LIFETIME));
    }
}
