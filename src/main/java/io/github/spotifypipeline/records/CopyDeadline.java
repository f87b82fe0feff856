package io.github.spotifypipeline.records;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * Lets a sync wait so long, and no longer, for those to whom records are sent. A component may wait on: Kafka's waits a
 * minute for each record. While it does, no more is sent the same way, so that no threads pile up.
 */
public final class CopyDeadline implements AggregationStrategy {

    private static final String SENDING = "spotifySending";
    private static final long SECOND = 1_000;

    private final Set<Sending> late = ConcurrentHashMap.newKeySet();

    /** A message on its way. */
    static final class Sending {

        private final String way;
        private volatile boolean over;

        private Sending(String way) {
            this.way = way;
        }
    }

    /**
     * A message is about to be sent.
     *
     * @throws CopyException when an earlier one of the same way has not come to an end
     */
    public void begins(Exchange exchange) {
        String way = exchange.getFromRouteId();
        if (late.stream().anyMatch(sending -> sending.way.equals(way))) {
            throw new CopyException("what they are sent to still has not taken those of an earlier try", null);
        }
        exchange.setVariable(SENDING, new Sending(way));
    }

    /** It was taken or refused, in time or not. */
    public void ended(@Variable(SENDING) Sending sending) {
        sending.over = true;
        late.remove(sending);
    }

    @Override
    public Exchange aggregate(Exchange none, Exchange sent) {
        if (sent.getException() != null && !(sent.getException() instanceof CopyException)) {
            sent.setException(new CopyException("what they are sent to does not take them", sent.getException()));
        }
        return sent;
    }

    @Override
    public void timeout(Exchange original, int index, int total, long timeout) {
        Sending sending = original.getVariable(SENDING, Sending.class);
        late.add(sending);
        if (sending.over) {
            late.remove(sending);
        }
        original.setException(new CopyException("what they are sent to does not take them within "
                + (timeout % SECOND == 0 ? timeout / SECOND + " s" : timeout + " ms"), null));
    }
}
