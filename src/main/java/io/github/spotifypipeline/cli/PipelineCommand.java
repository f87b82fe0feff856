package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.settings.Settings;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command: its result goes to standard output, everything else that it says to standard error. */
abstract class PipelineCommand implements Callable<Integer> {

    /** As of a program that SIGTERM ended. */
    private static final int TERMINATED = 143;

    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    /** Runs the command. @return the exit code @throws CommandException when it cannot be done */
    abstract int run(Settings settings) throws InterruptedException;

    @Override
    public Integer call() throws InterruptedException {
        if (!root.app().signals().leave()) {
            return TERMINATED;
        }
        return begin();
    }

    /** Loads the settings and runs the command by them. */
    int begin() throws InterruptedException {
        Settings settings = root.settings();
        LogFiles.in(settings, false);
        return run(settings);
    }

    final Clock clock() {
        return root.app().clock();
    }

    final RootCommand root() {
        return root;
    }

    /** Has a signal do this in place of ending the process. */
    final void whenStopped(Runnable action) {
        root.app().signals().take(action);
    }

    /** An environment variable that is no setting; empty when it is not set. */
    final String variable(String name) {
        return root.app().variable(name);
    }

    /**
     * Does something with a pipeline that neither syncs nor serves its page. Where another process has the embedded
     * database open, the pipeline uses that.
     *
     * @throws CommandException when the database does not answer
     */
    final int inPipeline(Settings settings, ToIntFunction<Pipeline> action) {
        try (Pipeline pipeline = idle(settings)) {
            startIdle(pipeline);
            return action.applyAsInt(pipeline);
        }
    }

    private Pipeline idle(Settings settings) {
        try {
            return Pipeline.prepareIdle(settings, clock());
        } catch (EmbeddedMongoException e) {
            return Pipeline.prepareIdle(OpenDatabase.beside(settings, e), clock());
        }
    }

    /** Starts it. @throws CommandException when the database does not answer */
    static void startIdle(Pipeline pipeline) {
        CommandException.ifTrouble(pipeline.database().trouble());
        pipeline.startIdle();
    }

    /** Prints a line of the result, without what could steer the terminal. */
    final void print(String line) {
        print(spec.commandLine().getOut(), line);
    }

    /** Prints a line for the person who waits, without what could steer the terminal. */
    final void say(String line) {
        print(spec.commandLine().getErr(), line);
    }

    private static void print(PrintWriter to, String line) {
        to.println(Words.plain(line));
        to.flush();
    }
}
