package io.github.spotifypipeline.schedule;

import io.github.spotifypipeline.endpoint.Endpoint;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * One sync to do: an endpoint of an account, at a time. It says what is to be done and nothing of how far it has come,
 * which {@link Tally} knows.
 *
 * @param before   how far the endpoint was before
 * @param day      the sync's date in the configured time zone, {@code YYYY-MM-DD}
 * @param stopping whether it must begin nothing further
 */
public record SyncTask(String accountId, Endpoint endpoint, CursorState before, Instant startedAt, String day,
                       BooleanSupplier stopping) {

    public String endpointId() {
        return endpoint.id();
    }

    /** Whether it must begin nothing further: the process ends, or the account or the endpoint is stopped. */
    public boolean mustStop() {
        return stopping.getAsBoolean();
    }
}
