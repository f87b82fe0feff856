package io.github.spotifysandbox.oauth;

import java.util.HashSet;
import java.util.Set;

/**
 * Separates the tokens issued before a moment from those issued after it. It knows the tokens, not the time, so it
 * works while a test's clock stands still, and also covers tokens of an earlier process. Safe for several threads.
 */
final class Cutoff {

    private final Set<String> issuedSince = new HashSet<>();
    private boolean made;

    /** Everything issued so far is before the cutoff. */
    synchronized void make() {
        made = true;
        issuedSince.clear();
    }

    synchronized void issued(String token) {
        if (made) {
            issuedSince.add(token);
        }
    }

    synchronized boolean isBefore(String token) {
        return made && !issuedSince.contains(token);
    }
}
