package io.github.spotifypipeline.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The process that makes the {@link ClassArchive}: it loads classes and runs nothing of theirs. */
final class ClassLoading {

    private ClassLoading() {
    }

    /** Loads the classes whose names it reads from standard input, one a line; the JVM archives them when it exits. */
    public static void main(String[] args) throws IOException {
        try (BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String name = names.readLine(); name != null; name = names.readLine()) {
                try {
                    Class.forName(name, false, ClassLoading.class.getClassLoader());
                } catch (ClassNotFoundException | LinkageError e) {
                    // made at run time, or of an optional dependency: it is loaded when it is needed
                }
            }
        }
    }
}
