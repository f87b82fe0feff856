package io.github.spotifypipeline.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/**
 * A command line of the program that has run in this process.
 *
 * @param exitCode with what it ended
 * @param out      its standard output
 * @param err      its standard error
 */
public record TypedCommand(int exitCode, String out, String err) {

    private static final String HOME = "spotify-pipeline.home";

    /** Runs it. @param home the program's folder */
    public static TypedCommand run(Path home, Clock clock, Map<String, String> environment, List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        System.setProperty(HOME, home.toString());
        try {
            int exitCode = RootCommand.commandLine(clock, environment).setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err)).execute(arguments.toArray(new String[0]));
            return new TypedCommand(exitCode, out.toString(), err.toString());
        } finally {
            System.clearProperty(HOME);
        }
    }

    /** What is wrong with the command or its options; nothing is run. @return empty where nothing is */
    public static String complaint(List<String> arguments) {
        try {
            RootCommand.commandLine(Clock.systemUTC(), Map.of()).parseArgs(arguments.toArray(new String[0]));
            return "";
        } catch (ParameterException e) {
            return e.getMessage();
        }
    }
}
