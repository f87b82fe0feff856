package io.github.spotifysandbox;

import java.util.HashSet;
import java.util.Set;

/**
 * Separates the tokens issued before a moment from those issued after it. Goes by serial, not by time, so that it works
 * while a test's clock stands still, and also covers tokens of an earlier process. Safe for several threads.
 */
final class Cutoff {

    private final Set<String> issuedSince = new HashSet<>();
    private boolean made;

    /** Everything issued so far is before the cutoff. */
    synchronized void make() {
        made = true;
        issuedSince.clear();
    }

    synchronized void issued(String serial) {
        if (made) {
            issuedSince.add(serial);
        }
    }

    synchronized boolean isBefore(String serial) {
        return made && !issuedSince.contains(serial);
    }
}
