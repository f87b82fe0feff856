package io.github.spotifypipeline.cli;

import java.util.HashMap;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Handles the signals that ask a process to end, in place of the JVM, which exits with 143. */
final class ProcessSignals {

    private final Map<Signal, SignalHandler> usual = new HashMap<>();
    private volatile Runnable action;
    private volatile boolean received;

    /** @param action what a signal does at first */
    ProcessSignals(Runnable action) {
        this.action = action;
    }

    /** From now on a signal runs the action, and the process goes on. */
    void take() {
        for (String name : new String[] {"TERM", "INT", "HUP"}) {
            Signal signal = new Signal(name);
            SignalHandler before = Signal.handle(signal, taken -> {
                received = true;
                action.run();
            });
            usual.putIfAbsent(signal, before);
        }
    }

    /** From now on a signal ends the process. @return false when one has come before */
    boolean leave() {
        usual.forEach(Signal::handle);
        return !received;
    }

    /** From now on a signal runs another action. */
    void take(Runnable another) {
        action = another;
        if (!usual.isEmpty()) {
            take();
        }
    }
}
