package io.github.spotifypipeline.app;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.SpotifyClient;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.ForeignTraits;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.settings.Settings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds, and writes to the log at the start, what keeps accounts and endpoints from being synced. */
public record StartReport(AccountStore accounts, EndpointRegistry endpoints, Database database) {

    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

    /** What is missing before anybody can sign in, behind the page's address; empty when nothing is. */
    static String ofApp(SpotifyClient client) {
        return client.trouble() != null ? " - " + client.trouble() : client.current().isSet() ? ""
                : " - no app at Spotify is set yet: open the page, which says how to get one";
    }

    /** Names the settings that have no effect. */
    void logStraySettings(Settings settings) {
        settings.names().strangeVariables().forEach(LOG::warn);
        settings.names().intervalsWithoutEffect(endpoints.all().stream().map(Endpoint::id).toList())
                .forEach(LOG::warn);
    }

    /** Says what is wrong with the stored accounts and collections. */
    void logTrouble() {
        logLockedTokens();
        logForeignTraits();
    }

    /** Names the first account whose tokens the token key does not open, and says how many there are. */
    private void logLockedTokens() {
        try {
            List<String> locked = accounts.locked();
            if (!locked.isEmpty()) {
                LOG.error("The token key does not open the tokens of {} accounts (the first is {}): run rotate-key"
                        + " again if one broke off, set TOKEN_KEY (or put back the key file) to the key they were"
                        + " stored with, or sign in again. Until then they are not synced.", locked.size(),
                        locked.get(0));
            }
        } catch (MongoException e) {
            LOG.debug("The accounts cannot be read yet", e);
        }
    }

    /** Says what somebody else has changed in the collections. An endpoint that cannot write is not synced. */
    private void logForeignTraits() {
        try {
            foreignTraits().forEach(trait -> LOG.warn("{}{}", trait.words(),
                    trait.isHarmful() ? " Until then it is not synced." : ""));
        } catch (MongoException e) {
            LOG.debug("The collections cannot be listed yet", e);
        }
    }

    /** What somebody else has changed in the collections that the pipeline writes to. */
    public List<ForeignTraits.Trait> foreignTraits() {
        Set<String> names = new TreeSet<>(Database.control());
        endpoints.all().forEach(endpoint -> names.add(endpoint.collection()));
        return new ForeignTraits(database).of(names);
    }

    /** For another application, where nobody can sign in: names its endpoints and the scopes that accounts lack. */
    void logEndpointsOfApplication() {
        List<Endpoint> all = endpoints.all();
        LOG.info("Spotify endpoints: {}", String.join(", ", all.stream().map(Endpoint::id).toList()));
        try {
            List<Account> signedIn = accounts.accountList();
            if (signedIn.isEmpty()) {
                LOG.warn("Nobody is signed in to Spotify in this database, so nothing is read: sign in with the Spotify"
                        + " pipeline, on the same database and with the same token key.");
            }
            signedIn.forEach(account -> all.forEach(endpoint -> logMissingScopes(account, endpoint)));
        } catch (MongoException e) {
            LOG.debug("The accounts cannot be read yet", e);
        }
    }

    private static void logMissingScopes(Account account, Endpoint endpoint) {
        Set<String> missing = new TreeSet<>(endpoint.scopes());
        missing.removeAll(account.scopes());
        if (!missing.isEmpty()) {
            LOG.warn("The Spotify endpoint {} does not run for account {}, which has not granted {}: the Spotify"
                    + " pipeline where people sign in must have an endpoint that asks for it.", endpoint.id(),
                    account.id(), String.join(", ", missing));
        }
    }
}
