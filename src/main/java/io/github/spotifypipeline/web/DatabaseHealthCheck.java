package io.github.spotifypipeline.web;

import io.github.spotifypipeline.database.Database;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Not ready while MongoDB does not answer. */
public final class DatabaseHealthCheck extends AbstractHealthCheck {

    private final Database database;

    public DatabaseHealthCheck(Database database) {
        super("spotify", "mongodb");
        this.database = database;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        String trouble = database.troubleNow();
        if (trouble == null) {
            result.up();
        } else {
            result.down().message(trouble);
        }
    }
}
