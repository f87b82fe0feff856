package io.github.spotifypipeline.app;

import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.SpotifyClient;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.accounts.TokenStore;
import io.github.spotifypipeline.accounts.UnstoredTokens;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.settings.Settings;
import java.time.Clock;

/** The app at Spotify, the accounts and their encrypted tokens. */
record AccountBeans(SpotifyClient client, TokenCipher cipher, AccountStore store, TokenStore tokens,
                    UnstoredTokens unstored) {

    /** @param key the token key, 32 bytes */
    static AccountBeans of(Settings settings, Database database, byte[] key, Clock clock) {
        TokenCipher cipher = new TokenCipher(key);
        SpotifyClient client = new SpotifyClient(settings, () -> cipher);
        AccountStore store = new AccountStore(database, cipher, clock, client::id);
        TokenStore tokens = new TokenStore(store, database, cipher, clock);
        return new AccountBeans(client, cipher, store, tokens, new UnstoredTokens(tokens, settings.dataDir(), cipher));
    }
}
