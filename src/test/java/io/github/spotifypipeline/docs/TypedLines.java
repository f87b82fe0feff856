package io.github.spotifypipeline.docs;

import io.github.spotifypipeline.testing.TemporaryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder as somebody has it who types what the pages say: the repository's, with a program that was built. The shell
 * is a real one; it has the tools that only touch files there, and stand-ins that record how they are called. It has no
 * other command at all.
 */
final class TypedLines {

    private static final List<String> TOOLS = List.of("bash", "cat", "chmod", "cp", "date", "diff", "env", "gzip",
            "keytool", "ls", "mkdir", "mktemp", "mv", "openssl", "rm", "tar", "uname");
    private static final Pattern GATHERED =
            Pattern.compile("<outputDirectory>\\$\\{project\\.build\\.directory}/([\\w-]+)<");
    private static final String RECORD = """
            #!/bin/bash
            for i in {1000..9999}; do [ -e '%1$s'/$i ] || break; done
            { printf '%%s\\n' "$0" "$PWD" "$#" "$@"; env; } > '%1$s'/$i
            """;

    private final Path tools;
    private final Path calls;
    private Path reader;

    /** A call of a stand-in: where, with which arguments, and with which variables besides the shell's own. */
    record Call(String program, Path folder, List<String> arguments, Map<String, String> variables) {
    }

    /** Makes the tools. */
    TypedLines(Path folder) throws IOException {
        tools = Files.createDirectories(folder.resolve("tools"));
        calls = Files.createDirectories(folder.resolve("calls"));
        for (String tool : TOOLS) {
            executable(tools.resolve(tool), "#!/bin/bash\nexec '" + found(tool) + "' \"$@\"\n");
        }
        for (String tool : List.of("mvn", "java", "loginctl", "spotify-pipeline")) {
            executable(tools.resolve(tool), RECORD.formatted(calls));
        }
    }

    /** Has somebody begin anew. @param installed whether the program has been put into the home folder, too */
    void begin(Path folder, boolean installed) throws IOException {
        reader = folder;
        Files.createDirectories(repository());
        Files.createDirectories(home());
        for (String part : List.of("docs/examples", "examples", "deploy")) {
            TemporaryFolders.copy(Path.of(part), repository().resolve(part), file -> !file.startsWith("target"));
        }
        for (String example : Path.of("examples").toFile().list()) {
            whatMavenGathers(Path.of("examples", example));
        }
        executable(repository().resolve(".ci/mongod"), "#!/bin/bash\n[ -d \"$1\" ] && echo mongodb://127.0.0.1:1/\n");
        program(repository().resolve("target/spotify-pipeline"));
        // where a page says bin/spotify-pipeline, one is in the program's folder
        executable(repository().resolve("bin/spotify-pipeline"), RECORD.formatted(calls));
        if (installed) {
            program(home().resolve("spotify-pipeline"));
        }
    }

    /** As its pom says, if it has one. */
    private void whatMavenGathers(Path example) throws IOException {
        if (!Files.exists(example.resolve("pom.xml"))) {
            return;
        }
        Matcher folder = GATHERED.matcher(Files.readString(example.resolve("pom.xml")));
        while (folder.find()) {
            Path target = repository().resolve(example).resolve("target").resolve(folder.group(1));
            Files.createFile(Files.createDirectories(target).resolve("gathered-1.0.jar"));
        }
    }

    private static Path found(String tool) {
        return Stream.of((System.getenv("PATH") + ":" + System.getProperty("java.home") + "/bin").split(":"))
                .map(place -> Path.of(place, tool)).filter(Files::isExecutable).findFirst().orElseThrow();
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A program's folder that was used: what it does is recorded. */
    private void program(Path place) throws IOException {
        executable(place.resolve("bin/spotify-pipeline"), RECORD.formatted(calls));
        Files.createDirectories(place.resolve("lib"));
        TemporaryFolders.copy(Path.of("docs/examples"), place.resolve("docs/examples"), file -> true);
        TemporaryFolders.copy(Path.of("routes"), place.resolve("routes"), file -> true);
        Files.copy(Path.of("application.properties"), place.resolve("application.properties"));
        for (String data : List.of("data", "data/sandbox")) {
            Files.createDirectories(place.resolve(data));
            Files.writeString(place.resolve(data).resolve("token.key"), "a key\n");
        }
    }

    Path repository() {
        return reader.resolve("repository");
    }

    Path home() {
        return reader.resolve("home");
    }

    /** Types a text; it fails where a line of it does. @return the calls of the stand-ins */
    List<Call> type(String where, String text) {
        List<String> bash = List.of(tools.resolve("bash").toString(), "-eu", "-o", "pipefail", "-c",
                text);
        ProcessBuilder shell = new ProcessBuilder(bash).directory(repository().toFile()).redirectErrorStream(true);
        shell.environment().clear();
        shell.environment().putAll(Map.of("PATH", tools.toString(), "HOME", home().toString(), "USER",
                "anna", "LANG", "C.UTF-8"));
        try {
            Process process = shell.start();
            String said = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(where + " ends with " + process.exitValue() + ": " + said);
            }
            return calls();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<Call> calls() throws IOException {
        List<Call> found = new ArrayList<>();
        String[] files = calls.toFile().list();
        Arrays.sort(files);
        for (String file : files) {
            found.add(call(Files.readAllLines(calls.resolve(file))));
            Files.delete(calls.resolve(file));
        }
        return found;
    }

    private static Call call(List<String> lines) {
        int arguments = Integer.parseInt(lines.get(2));
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : lines.subList(3 + arguments, lines.size())) {
            String[] variable = line.split("=", 2);
            if (!List.of("PATH", "HOME", "USER", "LANG", "PWD", "OLDPWD", "SHLVL", "_").contains(variable[0])) {
                variables.put(variable[0], variable[1]);
            }
        }
        return new Call(Path.of(lines.get(0)).getFileName().toString(), Path.of(lines.get(1)),
                List.copyOf(lines.subList(3, 3 + arguments)), variables);
    }
}
