package io.github.spotifypipeline.web;

import com.mongodb.MongoException;
import io.github.spotifypipeline.attention.Attention;
import io.github.spotifypipeline.attention.Need;
import io.github.spotifypipeline.database.Database;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Always up, but degraded when something needs a person. */
public final class SyncHealthCheck extends AbstractHealthCheck {

    /** The detail that lists what needs a person. */
    static final String DEGRADED = "degraded";

    private final Attention attention;
    private final Database database;

    public SyncHealthCheck(Attention attention, Database database) {
        super("spotify", "syncs");
        this.attention = attention;
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
            List<String> degraded = attention.look().needs().stream().map(Need::inWords).toList();
            if (!degraded.isEmpty()) {
                result.detail(DEGRADED, degraded);
            }
        } catch (MongoException e) {
            // it went away in between
        }
    }
}
