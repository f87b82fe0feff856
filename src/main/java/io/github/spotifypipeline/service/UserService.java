package io.github.spotifypipeline.service;

import java.nio.file.Path;
import java.util.List;

/** A service of one user: what the system starts when the user signs in, and again when it fails. */
public interface UserService {

    /** The file by which the system knows the service. */
    Path file();

    /** What stands in it. @throws ServiceException when a path cannot stand there */
    String text();

    /** The file with the settings that the service is started with. */
    Path settingsFile();

    /** Has the system read the file anew, and starts the program, or starts it again. @return what was done */
    String start();

    /** Stops the program and has the system forget it; the files stay. */
    void stop();

    /** Has the system notice that the file is gone. */
    void forget();

    State state();

    /** Where to read what the program says when it cannot start: a command. */
    String messages();

    /** What the user may want to do besides, in sentences. */
    List<String> hints();

    /**
     * What the system says of the service.
     *
     * @param running whether the program runs
     * @param failed  whether it has ended and is not started again
     * @param words   such as {@code running since Mon 2026-11-30 17:39:57 UTC}
     */
    record State(boolean running, boolean failed, String words) {
    }
}
