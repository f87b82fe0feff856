package io.github.spotifysandbox.accounts;

import io.github.spotifysandbox.music.Catalogue;
import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.Library;
import io.github.spotifysandbox.music.PlayGenerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sandbox's accounts, in the order they were added. Safe for several threads. */
public final class AccountDirectory {

    private static final int RECENT_PLAYS = 50;

    private final Map<String, SandboxAccount> byId = new LinkedHashMap<>();
    private final long seed;
    private final Library music;
    private final Catalogue catalogue;
    private final PlayGenerator plays;

    /**
     * @param catalogue takes in whatever comes into the accounts' libraries
     * @param plays     makes up what the accounts play
     */
    public AccountDirectory(long seed, Library music, Catalogue catalogue, PlayGenerator plays) {
        this.seed = seed;
        this.music = music;
        this.catalogue = catalogue;
        this.plays = plays;
    }

    /**
     * Adds an account; its library is made up when it is first looked at.
     *
     * @throws IllegalArgumentException if the id is taken, blank or holds control characters
     */
    public synchronized SandboxAccount add(String id, String displayName, int savedTracks, int followedArtists) {
        if (id == null || id.isBlank() || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("An account id must not be blank or hold control characters");
        }
        if (byId.containsKey(id)) {
            throw new IllegalArgumentException("The sandbox already has an account " + id);
        }
        PlaylistUser user = new PlaylistUser(id, displayName);
        SandboxAccount account = new SandboxAccount(user, Dice.of(seed, "account", id).base62(10),
                now -> plays.latest(id, now, RECENT_PLAYS), () -> {
                    AccountLibrary library = new AccountLibrary(user, catalogue);
                    LibrarySeed.fill(library, seed, music, savedTracks, followedArtists);
                    return library;
                });
        byId.put(id, account);
        return account;
    }

    /** The account with this id. */
    public synchronized Optional<SandboxAccount> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All accounts. */
    public synchronized List<SandboxAccount> all() {
        return List.copyOf(byId.values());
    }
}
