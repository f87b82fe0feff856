package io.github.spotifypipeline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A listener with an account at the sandbox, and the handle with which a test changes what happens to it. Changes show
 * in the next answer. Safe for several threads.
 */
public final class SandboxAccount {

    private final String id;
    private final String displayName;
    private final String accountId;
    private final Cutoff revoked = new Cutoff();
    private final Cutoff accessExpired = new Cutoff();
    private final List<Play> addedPlays = new ArrayList<>();
    private Set<String> grantable;
    private boolean accountIdShown = true;
    private boolean playsGenerated = true;

    SandboxAccount(String id, String displayName, String accountId) {
        this.id = id;
        this.displayName = displayName;
        this.accountId = accountId;
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
        return rawPlay(SpotifyJson.play(track, at, context), at);
    }

    /**
     * Puts any JSON among the items of recently-played.
     *
     * @param item     sent as it is; null stands for a JSON null
     * @param playedAt decides its place and the cursors, whatever the item says
     */
    public synchronized SandboxAccount rawPlay(JsonNode item, Instant playedAt) {
        JsonNode copy = item == null ? NullNode.instance : item.deepCopy();
        addedPlays.add(new Play(playedAt.truncatedTo(ChronoUnit.MILLIS), copy));
        return this;
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

    Cutoff revoked() {
        return revoked;
    }

    Cutoff accessExpired() {
        return accessExpired;
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
