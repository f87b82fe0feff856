package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.spotifysandbox.api.WebApi;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.Play;
import io.github.spotifysandbox.music.PlayContext;
import io.github.spotifysandbox.music.SandboxTrack;
import io.github.spotifysandbox.music.SpotifyJson;
import io.github.spotifysandbox.oauth.IssuedTokens;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes what happens to an account. Changes show in the next answer. Safe for several threads. */
public final class TestAccount {

    private final SandboxAccount account;
    private final IssuedTokens tokens;
    private final Set<JsonNode> raw;
    private final AddedPlays plays;
    private final Map<Shelf, TestShelf> shelves = new HashMap<>();
    private final Map<SandboxPlaylist, TestPlaylist> playlists = new HashMap<>();
    private final AccountAnswers answers = new AccountAnswers();

    /** @param raw takes in what is sent exactly as it is in every shape */
    public TestAccount(SandboxAccount account, IssuedTokens tokens, Set<JsonNode> raw) {
        this.account = account;
        this.tokens = tokens;
        this.raw = raw;
        this.plays = new AddedPlays(account.plays);
        account.plays = plays::upTo;
    }

    /** The {@code id} of /v1/me. */
    public String id() {
        return account.id();
    }

    /** The name on the profile; may be null. */
    public String displayName() {
        return account.displayName();
    }

    /** The {@code account_id} of /v1/me. */
    public String accountId() {
        return account.accountId();
    }

    /** Whether /v1/me holds {@code account_id}; without it, it has the older shape with {@code id} alone. */
    public TestAccount showAccountId(boolean shown) {
        answers.showAccountId(shown);
        return this;
    }

    /** From the next consent on, the person grants no more than these of the scopes asked for. */
    public TestAccount grantedScopes(Set<String> scopes) {
        answers.grant(Set.copyOf(scopes));
        return this;
    }

    /** From the next consent on, the person grants whatever is asked for: as it is at the start. */
    public TestAccount grantAllScopes() {
        answers.grant(null);
        return this;
    }

    /**
     * Adds a play, which shows once the sandbox's clock has reached it.
     *
     * @param playedAt cut to the millisecond, as Spotify's
     * @param context  what it was played from, or null
     */
    public TestAccount addPlay(SandboxTrack track, Instant playedAt, PlayContext context) {
        Instant at = playedAt.truncatedTo(ChronoUnit.MILLIS);
        account.library().catalogue.register(MadeUpMusic.track(track));
        plays.add(new Play(at, SpotifyJson.play(track, at, context)));
        return this;
    }

    /**
     * Puts any JSON among the items of recently-played.
     *
     * @param item     sent as it is; null stands for a JSON null
     * @param playedAt decides its place and the cursors, whatever the item says
     */
    public TestAccount rawPlay(JsonNode item, Instant playedAt) {
        JsonNode copy = item == null ? NullNode.instance : item.deepCopy();
        raw.add(copy);
        plays.add(new Play(playedAt.truncatedTo(ChronoUnit.MILLIS), copy));
        return this;
    }

    /** Forgets the plays that were added; the generated ones stay. */
    public TestAccount clearPlays() {
        plays.clear();
        return this;
    }

    /** Whether the generated plays show, past ones included; true at the start. */
    public TestAccount generatePlays(boolean generated) {
        plays.showGenerated(generated);
        return this;
    }

    /** What /v1/me/tracks lists. */
    public TestShelf savedTracks() {
        return shelf(account.library().savedTracks);
    }

    /** What /v1/me/albums lists. */
    public TestShelf savedAlbums() {
        return shelf(account.library().savedAlbums);
    }

    /** What /v1/me/shows lists. */
    public TestShelf savedShows() {
        return shelf(account.library().savedShows);
    }

    /** What /v1/me/episodes lists. */
    public TestShelf savedEpisodes() {
        return shelf(account.library().savedEpisodes);
    }

    /** What /v1/me/audiobooks lists, where they are offered. */
    public TestShelf savedAudiobooks() {
        return shelf(account.library().savedAudiobooks);
    }

    /** Whether audiobooks are sold where the person lives; otherwise /v1/me/audiobooks answers 403 in plain text. */
    public TestAccount audiobooksOffered(boolean offered) {
        answers.offerAudiobooks(offered);
        return this;
    }

    /** What /v1/me/following lists. */
    public TestShelf followedArtists() {
        return shelf(account.library().followedArtists);
    }

    /** The playlists, in the order of /v1/me/playlists; those that are not the account's own included. */
    public List<TestPlaylist> playlists() {
        return account.library().playlists().stream().map(this::handle).toList();
    }

    /** Makes an empty playlist of the account's own, at the end of the list; the name may be one that is taken. */
    public TestPlaylist addPlaylist(String name) {
        return handle(account.library().addPlaylist(name));
    }

    /**
     * Deletes a playlist, or stops following it.
     *
     * @throws IllegalArgumentException if there is none with this id
     */
    public TestAccount removePlaylist(String playlistId) {
        AccountLibrary library = account.library();
        synchronized (library) {
            if (!library.playlists.removeIf(playlist -> playlist.id().equals(playlistId))) {
                throw new IllegalArgumentException("The account has no playlist " + playlistId);
            }
        }
        return this;
    }

    /**
     * Sets a list of /v1/me/top/tracks.
     *
     * @param range  short_term, medium_term or long_term
     * @param things of {@link MadeUpMusic}, most played first
     * @throws IllegalArgumentException for any other range
     */
    public TestAccount topTracks(String range, List<? extends JsonNode> things) {
        return rank(account.library().topTracks, range, things);
    }

    /** Sets a list of /v1/me/top/artists; see {@link #topTracks}. */
    public TestAccount topArtists(String range, List<? extends JsonNode> things) {
        return rank(account.library().topArtists, range, things);
    }

    /** Empties shelves, playlists and top lists; the plays stay. */
    public TestAccount emptyLibrary() {
        List.of(savedTracks(), savedAlbums(), savedShows(), savedEpisodes(), savedAudiobooks(), followedArtists())
                .forEach(TestShelf::clear);
        AccountLibrary library = account.library();
        library.topTracks.clear();
        library.topArtists.clear();
        synchronized (library) {
            library.playlists.clear();
        }
        return this;
    }

    /**
     * The person removes the app: all tokens so far are void. A refresh answers 400 invalid_grant "Refresh token
     * revoked", a call 401. A new sign-in works.
     */
    public void revoke() {
        tokens.revoke(id());
    }

    /** All access tokens so far answer 401 "The access token expired"; a refresh works. */
    public void expireAccessTokens() {
        tokens.expireAccess(id());
    }

    /** A request as the endpoints get it. */
    public SandboxRequest before(SandboxRequest request) {
        return answers.before(request, followedArtists());
    }

    /** The endpoints' answer as it is sent. */
    public SandboxAnswer after(SandboxRequest request, SandboxAnswer answer) {
        return answers.after(request, answer);
    }

    private synchronized TestShelf shelf(Shelf shelf) {
        return shelves.computeIfAbsent(shelf, its -> new TestShelf(its, raw));
    }

    private synchronized TestPlaylist handle(SandboxPlaylist playlist) {
        return playlists.computeIfAbsent(playlist, its -> new TestPlaylist(its, id(), raw));
    }

    private TestAccount rank(Map<String, List<JsonNode>> topLists, String range, List<? extends JsonNode> things) {
        if (!WebApi.TOP_RANGES.contains(range)) {
            throw new IllegalArgumentException(
                    "A top list has one of the ranges " + WebApi.TOP_RANGES + ", not " + range);
        }
        account.library().rank(topLists, range, things.stream().<JsonNode>map(JsonNode::deepCopy).toList());
        return this;
    }
}
