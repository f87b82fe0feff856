package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.settings.Settings;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command: its result goes to standard output, all that it says besides to standard error. */
abstract class PipelineCommand implements Callable<Integer> {

    /** As of a program that SIGTERM ended. */
    private static final int TERMINATED = 143;

    @ParentCommand
    private App app;

    @Spec
    private CommandSpec spec;

    /**
     * Does it.
     *
     * @return the exit code
     * @throws CommandException when it cannot be done
     */
    abstract int run(Settings settings) throws InterruptedException;

    @Override
    public Integer call() throws InterruptedException {
        if (!app.signals().leave()) {
            return TERMINATED;
        }
        Settings settings = app.settings();
        LogFiles.in(settings, false);
        return run(settings);
    }

    final Clock clock() {
        return app.clock();
    }

    /** Has a signal do this in place of ending the process. */
    final void whenStopped(Runnable action) {
        app.signals().take(action);
    }

    /** A variable of the environment that is no setting; empty when it is not there. */
    final String variable(String name) {
        return app.variable(name);
    }

    /** A line of the result; what it holds of texts from outside cannot steer the terminal. */
    final void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Words.plain(line));
        out.flush();
    }

    /** A line for the person who waits, likewise. */
    final void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Words.plain(line));
        err.flush();
    }
}
