package io.github.spotifypipeline.accounts;

import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import java.time.Duration;
import org.apache.camel.component.mongodb.processor.idempotent.MongoDbIdempotentRepository;

/** {@link Claims} for Camel's idempotent consumer: Camel's own repository cannot tell who has a key, nor since when. */
public final class ClaimRepository extends MongoDbIdempotentRepository {

    private final Claims claims;
    private final Duration holds;

    /** @param holds until when a claim holds that nobody renews */
    public ClaimRepository(Claims claims, Database database, Duration holds) {
        super(database.client(), "claims", database.database().getName());
        this.claims = claims;
        this.holds = holds;
    }

    @Override
    public boolean add(String key) {
        return claims.take(key, holds);
    }

    /** Where MongoDB does not answer, the claim runs out by itself. */
    @Override
    public boolean confirm(String key) {
        try {
            claims.done(key);
        } catch (MongoException e) {
            return false;
        }
        return true;
    }

    @Override
    public boolean remove(String key) {
        try {
            claims.release(key);
        } catch (MongoException e) {
            return false;
        }
        return true;
    }
}
