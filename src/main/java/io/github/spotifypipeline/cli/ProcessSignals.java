package io.github.spotifypipeline.cli;

import java.util.HashMap;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The signals that ask a process to end, and what is done about them in place of the JVM's exit with 143. */
final class ProcessSignals {

    private final Map<Signal, SignalHandler> usual = new HashMap<>();
    private volatile Runnable action;
    private volatile boolean received;

    /** @param action what a signal does, as long as nothing else is said */
    ProcessSignals(Runnable action) {
        this.action = action;
    }

    /** From here on a signal does its action, and the process goes on. */
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

    /** From here on a signal ends the process as the JVM does. @return false when one has come before */
    boolean leave() {
        usual.forEach(Signal::handle);
        return !received;
    }

    /** From here on a signal does something else. */
    void take(Runnable another) {
        action = another;
        if (!usual.isEmpty()) {
            take();
        }
    }
}
