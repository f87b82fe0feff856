package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.settings.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command: its result goes to standard output, all that it says besides to standard error. */
abstract class PipelineCommand implements Callable<Integer> {

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
        Settings settings = app.settings();
        LogFiles.in(settings, false);
        return run(settings);
    }

    /** A line of the result. */
    final void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /** A line for the person who waits. */
    final void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
