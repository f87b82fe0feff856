package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.service.ServiceException;
import io.github.spotifypipeline.service.ServiceHost;
import io.github.spotifypipeline.service.ServiceSettings;
import io.github.spotifypipeline.service.UserService;
import io.github.spotifypipeline.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spotify-pipeline service}: has the system keep the program running. */
@Command(name = "service", mixinStandardHelpOptions = true, header = "Keep the program running, as a service of yours.",
        synopsisHeading = "Usage: ", customSynopsis = "spotify-pipeline service [--print] install|status|remove",
        description = {"install  writes a unit for systemd or, on macOS, an agent for launchd, and starts it. What is"
            + " set as environment variables at this moment is kept in a file beside it that only you can read. Once"
            + " more it brings the service up to date and starts it again.",
            "status   whether it is installed and runs, since when, and where its page and its log are.",
            "remove   stops it and takes it away; data and settings stay."},
        footer = {"", "Examples:", "  spotify-pipeline service install",
            "  SPOTIFY_CLIENT_ID=… spotify-pipeline service install", "  spotify-pipeline service install --print",
            "  spotify-pipeline service status", "",
            "Exit codes: 0; 1 when it cannot be done, does not start or, with status, does not run; 2 for settings or"
            + " arguments that cannot work."})
final class ServiceCommand extends PipelineCommand {

    private static final int START_SECONDS = 60;
    private static final long LOOK_MILLIS = 500;

    /** What to do with the service. */
    enum Action { INSTALL, STATUS, REMOVE }

    @Parameters(paramLabel = "install|status|remove", description = "What to do.")
    private Action action;

    @Option(names = "--print", description = "With install: only show the file that would be written.")
    private boolean print;

    private UserService service;
    private ServiceSettings kept;

    @Override
    int begin() throws InterruptedException {
        if (root().sandbox() || print && action != Action.INSTALL) {
            throw CommandException.wrong(root().sandbox() ? "A service is for your own data: leave --sandbox out."
                    : "--print goes with install alone: spotify-pipeline service install --print.");
        }
        try {
            service = ServiceHost.current(root().app().environment()).service(App.home());
            return print ? printed() : action == Action.REMOVE ? remove() : withItsSettings();
        } catch (ServiceException e) {
            throw CommandException.trouble(e.getMessage());
        }
    }

    private int printed() {
        service.text().lines().forEach(this::print);
        say("It would be " + service.file() + ".");
        return 0;
    }

    /** By the settings of the service, which need not be those of this shell. */
    private int withItsSettings() throws InterruptedException {
        boolean withPath = variable("JAVA_HOME").isEmpty()
                && !Files.isExecutable(App.home().resolve("runtime/bin/java"));
        kept = ServiceSettings.in(service.settingsFile())
                .with(action == Action.INSTALL ? root().app().environment() : Map.of(), withPath);
        Settings settings = Settings.load(App.home(), kept.variables());
        LogFiles.in(settings, false);
        return run(settings);
    }

    @Override
    int run(Settings settings) throws InterruptedException {
        return action == Action.INSTALL ? install(settings) : status(settings);
    }

    private int install(Settings settings) throws InterruptedException {
        Path script = App.home().resolve("bin/spotify-pipeline");
        if (!Files.isRegularFile(script)) {
            throw CommandException.trouble("There is no " + script + ", which the service would start. Where the path"
                    + " holds letters beyond ASCII, LANG=C.UTF-8 has Java read it.");
        }
        String text = service.text();
        if (!service.state().running() && RunningPipeline.find(settings).isPresent()) {
            throw CommandException.trouble("A pipeline already runs at " + settings.pageUrl() + ": stop it, then"
                    + " install the service.");
        }
        if (!kept.names().isEmpty()) {
            kept.write();
            print("Settings: " + service.settingsFile() + ", which only you can read: "
                    + String.join(", ", kept.names()));
        }
        ServiceSettings.write(service.file(), text, false);
        print("Wrote " + service.file());
        print(service.start());
        awaitAnswer(settings);
        print("It runs. The page: " + settings.pageUrl());
        print("Its log: " + log(settings) + "; what it says when it cannot start: " + service.messages());
        service.hints().forEach(this::print);
        if (App.home().getParent() != null && App.home().getParent().endsWith("target")) {
            say("It runs from " + App.home() + ", and its data is there: mvn clean would delete both. Better copy the"
                    + " folder elsewhere and install it from there.");
        }
        return 0;
    }

    private static Path log(Settings settings) {
        return settings.dataDir().resolve("logs/spotify-pipeline.log");
    }

    private void awaitAnswer(Settings settings) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (RunningPipeline.find(settings).isEmpty()) {
            UserService.State state = service.state();
            if (state.failed() || System.nanoTime() > end) {
                throw CommandException.trouble("It is installed, but does not answer at " + settings.pageUrl() + " ("
                        + state.words() + "): " + service.messages() + " says why. Then install it again.");
            }
            new CompletableFuture<Void>().completeOnTimeout(null, LOOK_MILLIS, TimeUnit.MILLISECONDS).join();
        }
    }

    private int status(Settings settings) throws InterruptedException {
        if (!Files.exists(service.file())) {
            print("It is not installed: spotify-pipeline service install does it.");
            return 1;
        }
        UserService.State state = service.state();
        print("Installed: " + service.file());
        print("State:     " + state.words());
        print("Page:      " + settings.pageUrl() + (RunningPipeline.find(settings).isPresent() ? ""
                : ", which does not answer"));
        print("Log:       " + log(settings) + "; what it says when it cannot start: " + service.messages());
        return state.running() ? 0 : 1;
    }

    private int remove() {
        if (!Files.exists(service.file())) {
            print("It is not installed, so there is nothing to remove.");
            return 0;
        }
        service.stop();
        try {
            Files.delete(service.file());
        } catch (IOException e) {
            throw CommandException.trouble(service.file() + " cannot be deleted: delete it yourself.");
        }
        service.forget();
        print("Stopped it and removed " + service.file());
        print("Your data stays" + (Files.exists(service.settingsFile()) ? ", and so do the settings in "
                + service.settingsFile() + ": delete that file if you do not need it." : "."));
        return 0;
    }
}
