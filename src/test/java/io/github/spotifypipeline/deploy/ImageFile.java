package io.github.spotifypipeline.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@code Dockerfile}. */
final class ImageFile {

    private ImageFile() {
    }

    /** Its instructions, each in one line, such as {@code USER 10001:10001}. */
    static List<String> instructions() {
        try {
            List<String> instructions = new ArrayList<>();
            String text = Files.readString(Path.of("Dockerfile")).replaceAll("(?m)^#.*\\R", "");
            text.replaceAll("\\\\\\R\\s*", "").lines().filter(line -> !line.isBlank()).forEach(instructions::add);
            return instructions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows the last instruction of that name. */
    static String last(String name) {
        return instructions().stream().filter(line -> line.startsWith(name + " ")).reduce((first, second) -> second)
                .orElseThrow().substring(name.length()).strip();
    }

    /** The variables that it sets. */
    static Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        for (String pair : last("ENV").split("\\s+")) {
            variables.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        return variables;
    }

    /** The id of the user that it runs as. */
    static int user() {
        return Integer.parseInt(last("USER").split(":")[0]);
    }
}
