package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.Version;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command line, as picocli reads it. Without a command it runs the pipeline. */
@Command(name = "spotify-pipeline", mixinStandardHelpOptions = true, versionProvider = RootCommand.class,
        subcommands = {CheckCommand.class, StatusCommand.class, SyncCommand.class, ImportCommand.class,
                LoginUrlCommand.class, TryCommand.class, ReplayCommand.class, RetransformCommand.class,
                ExportCommand.class, CopyToCommand.class, RotateKeyCommand.class, ServiceCommand.class,
                ArchiveClassesCommand.class},
        description = "Keeps your own Spotify data in MongoDB. Without a command it runs in the foreground until it is"
        + " told to stop.",
        footer = {"", "Settings: application.properties, each overridable by the environment variable beside it.",
                "A command talks to the pipeline that answers at http.host and http.port (HTTP_HOST, HTTP_PORT), or"
                + " works on the database of the data folder (DATA_DIR) or of MONGODB_URI, so give it the same"
                + " settings.",
                "spotify-pipeline COMMAND --help says which, with examples.",
                "", "Exit codes: 0 after a clean stop or when all is well, 1 when a command found or met trouble, 2 for"
                        + " settings or arguments that cannot work."})
final class RootCommand implements Callable<Integer>, IVersionProvider {

    @Option(names = App.SANDBOX, scope = ScopeType.INHERIT, description = "Use the made-up Spotify that ships with this"
            + " program, with one demo account: no account, no network. A command then works on what such a run has"
            + " stored.")
    private boolean sandbox;

    private final App app;

    /** For picocli, which asks it for the version. */
    RootCommand() {
        this(null);
    }

    private RootCommand(App app) {
        this.app = app;
    }

    static CommandLine commandLine(App app) {
        return new CommandLine(new RootCommand(app)).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new CommandErrors())
                .setParameterExceptionHandler(CommandErrors::wrongArguments)
                .registerConverter(LocalDate.class, RootCommand::day);
    }

    static CommandLine commandLine(Clock clock, Map<String, String> environment) {
        return commandLine(new App(clock, environment));
    }

    private static LocalDate day(String text) {
        return Selection.day(text).orElseThrow(() ->
                new TypeConversionException("'" + text + "' is not a day: write one of the calendar as YYYY-MM-DD, such"
                + " as 2026-11-01"));
    }

    @Override
    public String[] getVersion() {
        return new String[] {"spotify-pipeline " + Version.text()};
    }

    @Override
    public Integer call() throws Exception {
        return app.run(sandbox);
    }

    /** The program that runs the command. */
    App app() {
        return app;
    }

    /** Whether the command is one on the sandbox. */
    boolean sandbox() {
        return sandbox;
    }

    /** The settings, with {@code --sandbox} those of a run on the sandbox. */
    Settings settings() {
        return app.settings(sandbox);
    }
}
