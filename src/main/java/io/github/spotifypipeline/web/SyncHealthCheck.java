package io.github.spotifypipeline.web;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.alerts.Alert;
import io.github.spotifypipeline.alerts.AlertRules;
import io.github.spotifypipeline.database.Database;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Degraded when something needs a person, and not ready when the token key opens the tokens of no account. */
public final class SyncHealthCheck extends AbstractHealthCheck {

    /** The detail that lists what needs a person. */
    static final String DEGRADED = "degraded";

    private final AlertRules attention;
    private final AccountStore vault;
    private final Database database;

    public SyncHealthCheck(AlertRules attention, AccountStore vault, Database database) {
        super("spotify", "syncs");
        this.attention = attention;
        this.vault = vault;
        this.database = database;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        result.up();
        if (database.troubleNow() != null) {
            // the check of the database says it
            return;
        }
        try {
            List<String> degraded = attention.look().needs().stream().map(Alert::inWords).toList();
            if (!degraded.isEmpty()) {
                result.detail(DEGRADED, degraded);
            }
            if (isLockedOut(vault.accountList())) {
                result.down().message("The token key does not open the tokens of any account: set TOKEN_KEY (or put back the"
                        + " key file) to the key they were stored with, or sign in again.");
            }
        } catch (MongoException e) {
            // it went away in between
        }
    }

    private static boolean isLockedOut(List<Account> accounts) {
        return accounts.stream().anyMatch(Account::isLocked) && accounts.stream().noneMatch(Account::isActive);
    }
}
