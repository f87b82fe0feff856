package io.github.spotifypipeline.service;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * For whom a service is installed.
 *
 * @param system      the operating system, as Java names it
 * @param user        the user's name
 * @param home        the user's home folder
 * @param environment the environment variables
 */
public record ServiceHost(String system, String user, Path home, Map<String, String> environment) {

    /** This user on this machine. */
    public static ServiceHost current(Map<String, String> environment) {
        return new ServiceHost(System.getProperty("os.name"), System.getProperty("user.name"),
                Path.of(System.getProperty("user.home")), environment);
    }

    /**
     * The service of this host.
     *
     * @param program the folder of the program
     * @throws ServiceException when there is none; what to do instead
     */
    public UserService service(Path program) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            throw new ServiceException("On Windows the Task Scheduler keeps it running: make a task there that begins"
                    + " at log on and starts " + program.resolve("bin").resolve("spotify-pipeline.cmd") + ".");
        }
        if (user.equals("root")) {
            throw new ServiceException("A service of root's own would have rights that it does not need: run this as"
                    + " the user whose data it is, or install deploy/systemd/spotify-pipeline.service, as"
                    + " docs/operations.md says.");
        }
        return name.startsWith("mac") ? new LaunchdService(this, program) : new SystemdService(this, program);
    }

    /** A folder that a variable names, or its default below the home folder. */
    Path folder(String variable, String byDefault) {
        String named = environment.getOrDefault(variable, "");
        // the XDG Base Directory Specification: a relative path is ignored
        return named.startsWith("/") ? Path.of(named) : home.resolve(byDefault);
    }
}
