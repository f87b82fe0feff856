package io.github.spotifypipeline.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of the tests in a JVM of its own. */
final class OtherProcess {

    private OtherProcess() {
    }

    static Process start(Class<?> main, Path folder) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-cp", System.getProperty("java.class.path"), main.getName(), folder.toString())
                .redirectErrorStream(true).start();
    }

    /**
     * Reads up to the first line that begins with a prefix.
     *
     * @throws AssertionError if the process ends without one; with all that it said instead
     */
    static String awaitLine(BufferedReader output, String prefix) throws IOException {
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(prefix)) {
                return line;
            }
            said.add(line);
        }
        throw new AssertionError("The other process ended without '" + prefix + "':\n" + String.join("\n", said));
    }
}
