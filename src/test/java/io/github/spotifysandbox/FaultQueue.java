package io.github.spotifysandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults asked for, in order, with a count of the calls that each has met. Safe for several threads. */
final class FaultQueue {

    /**
     * What happens to one call.
     *
     * @param delay       time to wait first, zero for none
     * @param actions     what to do then, in order
     * @param replacement the fault that replaces the answer, if any
     */
    record Verdict(Duration delay, List<Runnable> actions, Optional<Fault> replacement) {
    }

    private static final class Pending {
        private final Fault fault;
        private long met;

        Pending(Fault fault) {
            this.fault = fault;
        }

        boolean takes(String path, String account) {
            if (!fault.matches(path, account) || spent()) {
                return false;
            }
            met++;
            return met > fault.skip();
        }

        boolean spent() {
            return met >= (long) fault.skip() + fault.times();
        }
    }

    private final List<Pending> queue = new ArrayList<>();

    synchronized void add(Fault fault) {
        queue.add(new Pending(fault));
    }

    synchronized void clear() {
        queue.clear();
    }

    /** Counts this call; delays and actions add up, and the first fault that replaces the answer ends the search. */
    synchronized Verdict judge(String path, String account) {
        Duration delay = Duration.ZERO;
        List<Runnable> actions = new ArrayList<>();
        Optional<Fault> replacement = Optional.empty();
        for (Pending pending : queue) {
            if (pending.takes(path, account)) {
                delay = delay.plus(pending.fault.delay());
                actions.add(pending.fault.action());
                if (!pending.fault.letsPass()) {
                    replacement = Optional.of(pending.fault);
                    break;
                }
            }
        }
        queue.removeIf(Pending::spent);
        return new Verdict(delay, actions, replacement);
    }
}
