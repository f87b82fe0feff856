package io.github.spotifysandbox;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every code and token this process gave out, so that a test can search logs for them. Thread-safe. */
final class IssuedSecrets {

    private final SecureRandom random = new SecureRandom();
    private final Set<String> issued = ConcurrentHashMap.newKeySet();

    String remember(String secret) {
        issued.add(secret);
        return secret;
    }

    Set<String> all() {
        return Set.copyOf(issued);
    }

    /** Random base64url text. */
    String randomText(int bytes) {
        byte[] fresh = new byte[bytes];
        random.nextBytes(fresh);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fresh);
    }
}
