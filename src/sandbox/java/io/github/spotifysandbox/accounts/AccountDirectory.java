package io.github.spotifysandbox.accounts;

import io.github.spotifysandbox.listener.ListenerLife;
import io.github.spotifysandbox.music.Catalogue;
import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.Library;
import io.github.spotifysandbox.music.PlayGenerator;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The sandbox's accounts, in the order they were added. Safe for several threads. */
public final class AccountDirectory {

    private static final int RECENT_PLAYS = 50;

    private final Map<String, SandboxAccount> byId = new LinkedHashMap<>();
    private final long seed;
    private final Supplier<Library> music;
    private final Catalogue catalogue;
    private final PlayGenerator plays;

    /**
     * Has no accounts yet.
     *
     * @param music     asked when a library is filled
     * @param catalogue takes in whatever comes into the accounts' libraries
     * @param plays     makes up what the accounts play
     */
    public AccountDirectory(long seed, Supplier<Library> music, Catalogue catalogue, PlayGenerator plays) {
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
    public SandboxAccount add(String id, String displayName, int savedTracks, int followedArtists) {
        PlaylistUser user = new PlaylistUser(id, displayName);
        return add(user, before -> {
            if (before != null) {
                return before;
            }
            AccountLibrary library = new AccountLibrary(user, catalogue);
            LibrarySeed.fill(library, seed, music.get(), savedTracks, followedArtists);
            return library;
        });
    }

    /**
     * Adds a listener with habits, whose library changes as time passes.
     *
     * @param clock says what has changed by now
     * @throws IllegalArgumentException as above
     */
    public SandboxAccount add(String id, String displayName, ListenerLife life, Clock clock) {
        PlaylistUser user = new PlaylistUser(id, displayName);
        ListenerLibrary kept = new ListenerLibrary(seed, life, new AccountLibrary(user, catalogue));
        return add(user, before -> kept.at(clock.instant()));
    }

    private synchronized SandboxAccount add(PlaylistUser user, UnaryOperator<AccountLibrary> library) {
        String id = user.id();
        if (id == null || id.isBlank() || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("An account id must not be blank or hold control characters");
        }
        if (byId.containsKey(id)) {
            throw new IllegalArgumentException("The sandbox already has an account " + id);
        }
        SandboxAccount account = new SandboxAccount(user, Dice.of(seed, "account", id).base62(10),
                now -> plays.latest(id, now, RECENT_PLAYS), library);
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
