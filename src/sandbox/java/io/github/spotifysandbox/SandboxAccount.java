package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A listener with an account at the sandbox, and the handle with which a test changes what happens to it. Changes show
 * in the next answer. Safe for several threads.
 */
public final class SandboxAccount {

    private final String id;
    private final String displayName;
    private final String accountId;
    private final Catalogue catalogue;
    private final Supplier<AccountLibrary> filledLibrary;
    private final Cutoff revoked = new Cutoff();
    private final Cutoff accessExpired = new Cutoff();
    private final List<Play> addedPlays = new ArrayList<>();
    private Set<String> grantable;
    private boolean accountIdShown = true;
    private boolean playsGenerated = true;
    private boolean audiobooksOffered = true;
    private AccountLibrary library;

    /**
     * @param catalogue     told of the music that is played
     * @param filledLibrary makes the library that the account has at the start; asked once, when it is needed
     */
    SandboxAccount(String id, String displayName, String accountId, Catalogue catalogue,
            Supplier<AccountLibrary> filledLibrary) {
        this.id = id;
        this.displayName = displayName;
        this.accountId = accountId;
        this.catalogue = catalogue;
        this.filledLibrary = filledLibrary;
    }

    /** Spotify's older user id, the {@code id} of /v1/me. */
    public String id() {
        return id;
    }

    /** The name on the profile; may be null, as Spotify's. */
    public String displayName() {
        return displayName;
    }

    /** Spotify's immutable key since May 2026, the {@code account_id} of /v1/me: ten base62 characters. */
    public String accountId() {
        return accountId;
    }

    /** Whether /v1/me holds {@code account_id}; without it, it has the older shape with {@code id} alone. */
    public synchronized SandboxAccount showAccountId(boolean shown) {
        accountIdShown = shown;
        return this;
    }

    /** From the next consent on, the person grants no more than these of the scopes asked for. */
    public synchronized SandboxAccount grantedScopes(Set<String> scopes) {
        grantable = Set.copyOf(scopes);
        return this;
    }

    /** From the next consent on, the person grants whatever is asked for: as it is at the start. */
    public synchronized SandboxAccount grantAllScopes() {
        grantable = null;
        return this;
    }

    /**
     * Adds a play, which shows once the sandbox's clock has reached it.
     *
     * @param playedAt cut to the millisecond, as Spotify's
     * @param context  what it was played from, or null
     */
    public SandboxAccount addPlay(SandboxTrack track, Instant playedAt, PlayContext context) {
        Instant at = playedAt.truncatedTo(ChronoUnit.MILLIS);
        catalogue.register(Music.track(track));
        return add(new Play(at, SpotifyJson.play(track, at, context), false));
    }

    /**
     * Puts any JSON among the items of recently-played.
     *
     * @param item     sent as it is; null stands for a JSON null
     * @param playedAt decides its place and the cursors, whatever the item says
     */
    public SandboxAccount rawPlay(JsonNode item, Instant playedAt) {
        JsonNode copy = item == null ? NullNode.instance : item.deepCopy();
        return add(new Play(playedAt.truncatedTo(ChronoUnit.MILLIS), copy, true));
    }

    /** Forgets the plays that were added; the generated ones stay. */
    public synchronized SandboxAccount clearPlays() {
        addedPlays.clear();
        return this;
    }

    /** Whether the generated plays show, past ones included; true at the start. */
    public synchronized SandboxAccount generatePlays(boolean generated) {
        playsGenerated = generated;
        return this;
    }

    /** What /v1/me/tracks lists. */
    public Shelf savedTracks() {
        return library().savedTracks;
    }

    /** What /v1/me/albums lists. */
    public Shelf savedAlbums() {
        return library().savedAlbums;
    }

    /** What /v1/me/shows lists. */
    public Shelf savedShows() {
        return library().savedShows;
    }

    /** What /v1/me/episodes lists. */
    public Shelf savedEpisodes() {
        return library().savedEpisodes;
    }

    /** What /v1/me/audiobooks lists, where they are offered. */
    public Shelf savedAudiobooks() {
        return library().savedAudiobooks;
    }

    /** Whether audiobooks are sold where the person lives; otherwise /v1/me/audiobooks answers 403 in plain text. */
    public synchronized SandboxAccount audiobooksOffered(boolean offered) {
        audiobooksOffered = offered;
        return this;
    }

    /** What /v1/me/following lists. */
    public Shelf followedArtists() {
        return library().followedArtists;
    }

    /** The playlists, in the order of /v1/me/playlists; those that are not the account's own included. */
    public List<SandboxPlaylist> playlists() {
        return library().playlists();
    }

    /** Makes an empty playlist of the account's own, at the end of the list; the name may be one that is taken. */
    public SandboxPlaylist addPlaylist(String name) {
        return library().addPlaylist(name);
    }

    /**
     * Deletes a playlist, or stops following it.
     *
     * @throws IllegalArgumentException if there is none with this id
     */
    public SandboxAccount removePlaylist(String playlistId) {
        library().removePlaylist(playlistId);
        return this;
    }

    /**
     * Sets a list of /v1/me/top/tracks.
     *
     * @param range  short_term, medium_term or long_term
     * @param things of {@link Music}, most played first
     * @throws IllegalArgumentException for any other range
     */
    public SandboxAccount topTracks(String range, List<? extends JsonNode> things) {
        library().topTracks.set(range, things);
        return this;
    }

    /** Sets a list of /v1/me/top/artists; see {@link #topTracks}. */
    public SandboxAccount topArtists(String range, List<? extends JsonNode> things) {
        library().topArtists.set(range, things);
        return this;
    }

    /** Empties shelves, playlists and top lists; the plays stay. */
    public SandboxAccount emptyLibrary() {
        library().clear();
        return this;
    }

    /**
     * The person removes the app: all tokens so far are void. A refresh answers 400 invalid_grant "Refresh token
     * revoked", a call 401. A new sign-in works.
     */
    public void revoke() {
        revoked.make();
    }

    /** All access tokens so far answer 401 "The access token expired"; a refresh works. */
    public void expireAccessTokens() {
        accessExpired.make();
    }

    synchronized AccountLibrary library() {
        if (library == null) {
            library = filledLibrary.get();
        }
        return library;
    }

    synchronized boolean offersAudiobooks() {
        return audiobooksOffered;
    }

    Cutoff revoked() {
        return revoked;
    }

    Cutoff accessExpired() {
        return accessExpired;
    }

    private synchronized SandboxAccount add(Play play) {
        addedPlays.add(play);
        return this;
    }

    synchronized boolean accountIdShown() {
        return accountIdShown;
    }

    synchronized boolean playsGenerated() {
        return playsGenerated;
    }

    synchronized List<Play> addedPlays() {
        return List.copyOf(addedPlays);
    }

    synchronized List<String> granted(List<String> asked) {
        return asked.stream().filter(scope -> grantable == null || grantable.contains(scope)).toList();
    }
}
