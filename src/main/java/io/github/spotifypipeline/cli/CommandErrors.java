package io.github.spotifypipeline.cli;

import com.mongodb.MongoException;
import io.github.spotifypipeline.database.MongoRefusal;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.settings.SettingsException;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one line on standard error why a command failed, and with what it ends; a stack trace goes to the log. */
final class CommandErrors implements IExecutionExceptionHandler {

    /** As of a program that SIGPIPE ended: the reader of the output, such as {@code head}, wants no more of it. */
    private static final int BROKEN_PIPE = 141;

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult arguments) {
        return exitCode(e, line.getCommandName(), line.getErr());
    }

    /** Says why a command, given by its name, failed. @return the exit code */
    static int exitCode(Exception e, String command, PrintWriter err) {
        if (e instanceof CommandException failure) {
            return say(err, failure.getMessage(), failure.exitCode());
        }
        if (e instanceof SettingsException || e instanceof EmbeddedMongoException) {
            return say(err, e.getMessage(), 2);
        }
        if (e instanceof Output.BrokenPipeException) {
            return BROKEN_PIPE;
        }
        if (e instanceof MongoException trouble) {
            return say(err, MongoRefusal.of(trouble)
                    .orElse("MongoDB does not answer any more: try again when it does."), 1);
        }
        LoggerFactory.getLogger(CommandErrors.class).error("{} failed", command, e);
        return say(err, "This is a fault of the program: its log says more.", 1);
    }

    /** Says in one line what is wrong with the arguments, in place of the whole help. */
    static int wrongArguments(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        return say(line.getErr(), e.getMessage().strip().replaceFirst("\\.?$", ": ")
                + line.getCommandSpec().qualifiedName() + " --help says what there is.", 2);
    }

    private static int say(PrintWriter err, String message, int exitCode) {
        err.println("spotify-pipeline: " + Words.plain(message));
        err.flush();
        return exitCode;
    }
}
