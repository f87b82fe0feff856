package io.github.spotifysandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sandbox's accounts, in the order they were added. Safe for several threads. */
final class Accounts {

    private final Map<String, SandboxAccount> byId = new LinkedHashMap<>();
    private final long seed;
    private final Library music;
    private final Catalogue catalogue;

    /** @param catalogue takes in whatever comes into the accounts' libraries */
    Accounts(long seed, Library music, Catalogue catalogue) {
        this.seed = seed;
        this.music = music;
        this.catalogue = catalogue;
    }

    /**
     * Adds an account; its library is made up when it is first looked at.
     *
     * @throws IllegalArgumentException if the id is taken, blank or holds control characters
     */
    synchronized SandboxAccount add(String id, String displayName, int savedTracks, int followedArtists) {
        if (id == null || id.isBlank() || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("An account id must not be blank or hold control characters");
        }
        if (byId.containsKey(id)) {
            throw new IllegalArgumentException("The sandbox already has an account " + id);
        }
        String accountId = Dice.of(seed, "account", id).base62(10);
        SandboxAccount account = new SandboxAccount(id, displayName, accountId, catalogue, () -> {
            AccountLibrary library = new AccountLibrary(new PlaylistUser(id, displayName), catalogue);
            LibrarySeed.fill(library, seed, music, savedTracks, followedArtists);
            return library;
        });
        byId.put(id, account);
        return account;
    }

    synchronized Optional<SandboxAccount> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** @throws IllegalArgumentException if there is no such account */
    SandboxAccount get(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("The sandbox has no account " + id));
    }

    synchronized List<SandboxAccount> all() {
        return List.copyOf(byId.values());
    }
}
