package io.github.spotifypipeline.web;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.alerts.Alert;
import io.github.spotifypipeline.alerts.AlertRules;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.routefiles.FileProblem;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The pipeline's own health checks: whether it can do its job now, and what needs a person. */
public final class Readiness {

    private final Database database;
    private final AccountStore accounts;
    private final AlertRules alerts;
    private final Supplier<List<FileProblem>> files;

    public Readiness(Database database, AccountStore accounts, AlertRules alerts, Supplier<List<FileProblem>> files) {
        this.database = database;
        this.accounts = accounts;
        this.alerts = alerts;
        this.files = files;
    }

    /** The checks, to be registered with Camel. */
    public List<HealthCheck> checks() {
        return List.of(new Check("mongodb", this::database), new Check("syncs", this::syncs),
                new Check("endpoint-files", result -> degraded(result.up(),
                        files.get().stream().map(FileProblem::text).toList())));
    }

    private static final class Check extends AbstractHealthCheck {

        private final Consumer<HealthCheckResultBuilder> call;

        Check(String id, Consumer<HealthCheckResultBuilder> call) {
            super("spotify", id);
            this.call = call;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
            call.accept(result);
        }
    }

    private void database(HealthCheckResultBuilder result) {
        String trouble = database.troubleNow();
        if (trouble == null) {
            result.up();
        } else {
            result.down().message(trouble);
        }
    }

    /** Down when the token key opens the tokens of no account. */
    private void syncs(HealthCheckResultBuilder result) {
        result.up();
        if (database.troubleNow() != null) {
            // the check of the database reports it
            return;
        }
        try {
            degraded(result, alerts.look().needs().stream().map(Alert::inWords).toList());
            List<Account> all = accounts.accountList();
            if (all.stream().anyMatch(Account::isLocked) && all.stream().noneMatch(Account::isActive)) {
                result.down().message("The token key does not open the tokens of any account: set TOKEN_KEY (or put"
                        + " back the key file) to the key they were stored with, or sign in again.");
            }
        } catch (MongoException e) {
            // the database went away in between
        }
    }

    private static void degraded(HealthCheckResultBuilder result, List<String> needs) {
        if (!needs.isEmpty()) {
            result.detail(HealthAnswer.DEGRADED, needs);
        }
    }
}
