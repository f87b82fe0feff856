package io.github.spotifypipeline.distribution;

import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.TestSandbox;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Something that is done to a program at one of its calls of the sandbox, or a little after it was answered. */
final class Interruption {

    private final int call;
    private final int delay;
    private final Runnable action;
    private final AtomicInteger seen = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);

    /**
     * Arms it.
     *
     * @param call  which call, counted from 1 from now on
     * @param delay milliseconds after the call was answered; 0: before it is
     */
    static Interruption at(TestSandbox sandbox, Set<String> paths, int call, int delay, Runnable action) {
        Interruption interruption = new Interruption(call, delay, action);
        paths.forEach(path -> sandbox.fault(Fault.on(path).forever().run(interruption::called)));
        return interruption;
    }

    private Interruption(int call, int delay, Runnable action) {
        this.call = call;
        this.delay = delay;
        this.action = action;
    }

    private void called() {
        if (seen.incrementAndGet() != call) {
            return;
        }
        if (delay == 0) {
            act();
        } else {
            new Thread(this::actLater, "interruption").start();
        }
    }

    private void actLater() {
        try {
            TimeUnit.MILLISECONDS.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        act();
    }

    private void act() {
        action.run();
        done.countDown();
    }

    /** Waits until it has been done. */
    void await() {
        try {
            if (!done.await(2, TimeUnit.MINUTES)) {
                throw new AssertionError("There were only " + seen + " calls, so nothing was done at number " + call);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
