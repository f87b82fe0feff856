package io.github.spotifysandbox.accounts;

import io.github.spotifysandbox.music.Play;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A listener with an account at the sandbox. Safe for several threads. */
public final class SandboxAccount {

    /** Gives the last fifty plays up to a moment, newest first. Tests replace it. */
    volatile Function<Instant, List<Play>> plays;

    private final PlaylistUser user;
    private final String accountId;
    private final UnaryOperator<AccountLibrary> current;
    private AccountLibrary library;

    /** @param current gives the library as it is now; asked whenever it is needed, with what it gave before, or null */
    SandboxAccount(PlaylistUser user, String accountId, Function<Instant, List<Play>> plays,
            UnaryOperator<AccountLibrary> current) {
        this.user = user;
        this.accountId = accountId;
        this.plays = plays;
        this.current = current;
    }

    /** Spotify's older user id, the {@code id} of /v1/me. */
    public String id() {
        return user.id();
    }

    /** The name on the profile; may be null, as Spotify's. */
    public String displayName() {
        return user.displayName();
    }

    /** Spotify's immutable key since May 2026, the {@code account_id} of /v1/me: ten base62 characters. */
    public String accountId() {
        return accountId;
    }

    /** What the account has saved, follows, keeps in playlists and plays most. */
    public synchronized AccountLibrary library() {
        library = current.apply(library);
        return library;
    }

    /** The last fifty plays at a moment, newest first: Spotify shows nothing before them. */
    public List<Play> recentPlays(Instant now) {
        return plays.apply(now);
    }
}
