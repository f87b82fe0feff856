package io.github.spotifypipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports between the rooms go one way only (docs/architecture.md), and no two classes have one name. */
class RoomsTest {

    /** Each room and what it may use; {@code *} stands for all that are above it. */
    private static final String MAY_USE = """
            embedded       |
            settings       |
            json           |
            csv            |
            http           |
            jq             |
            database       | settings
            routefiles     | settings jq
            accounts       | settings http database
            endpoint       | settings json jq database routefiles
            endpoint.files | settings routefiles endpoint
            spotify        | settings json http database accounts endpoint
            schedule       | settings database accounts endpoint endpoint.files spotify
            reading        | settings json database accounts endpoint spotify schedule
            records        | settings json csv jq database endpoint schedule reading
            sync           | settings json jq database routefiles accounts endpoint endpoint.files spotify schedule \
            reading records
            reprocess      | settings json jq database accounts endpoint spotify schedule reading records sync
            imports        | settings json database accounts endpoint schedule reading records sync
            alerts         | settings database accounts endpoint spotify schedule sync
            charts         | settings csv database routefiles embedded
            covers         | settings database spotify
            listening      | database charts
            enrich         | settings database accounts endpoint spotify imports
            web            | *
            app            | *
            sandbox.server |
            sandbox.music  |
            sandbox.images | sandbox.server sandbox.music
            sandbox.listener | sandbox.music
            sandbox.accounts | sandbox.music sandbox.listener
            sandbox.oauth  | sandbox.server sandbox.accounts
            sandbox.api    | sandbox.server sandbox.music sandbox.accounts sandbox.oauth
            sandbox.export | sandbox.music sandbox.listener sandbox.accounts
            sandbox        | sandbox.server sandbox.music sandbox.images sandbox.listener sandbox.accounts \
            sandbox.oauth sandbox.api sandbox.export
            service        | settings
            cli            | *
            """;

    private static final List<Path> SOURCES =
            List.of(Path.of("src/main/java"), Path.of("src/embedded/java"), Path.of("src/sandbox/java"));

    private static final Pattern NAME =
            Pattern.compile("^(?!package ).*?\\bio\\.github\\.(spotify(?:pipeline|sandbox)[a-z.]*)\\.",
                    Pattern.MULTILINE);

    @Test
    void importsGoOneWay() {
        Map<String, Set<String>> allowed = allowed();
        Set<String> against = new TreeSet<>();
        for (Path file : files()) {
            String room = room(file);
            assertThat(allowed).as("the rooms, for %s", file).containsKey(room);
            Matcher name = NAME.matcher(read(file));
            while (name.find()) {
                String used = room(name.group(1));
                if (!used.equals(room) && !allowed.get(room).contains(used)) {
                    against.add(room + " -> " + used);
                }
            }
        }
        assertThat(against).isEmpty();
    }

    @Test
    void noTwoClassesHaveOneName() {
        Map<String, List<Path>> byName = new TreeMap<>(files().stream()
                .collect(Collectors.groupingBy(RoomsTest::name)));
        assertThat(byName.entrySet()).filteredOn(named -> named.getValue().size() > 1)
                .extracting(Map.Entry::getKey).isEmpty();
        assertThat(byName.keySet())
                .filteredOn(one -> byName.containsKey(one + "s") || byName.containsKey(one.replaceAll("y$", "ies"))
                        && one.endsWith("y"))
                .isEmpty();
    }

    /** Read from the top, so that a room can only use what stands above it. */
    private static Map<String, Set<String>> allowed() {
        Map<String, Set<String>> allowed = new LinkedHashMap<>();
        MAY_USE.lines().forEach(line -> {
            String[] cells = line.split("\\|", -1);
            List<String> uses = List.of(cells[1].strip().split(" "));
            Set<String> above = new TreeSet<>(allowed.keySet());
            if (!uses.equals(List.of("*"))) {
                above.retainAll(uses);
                assertThat(above).as(line).hasSize(uses.equals(List.of("")) ? 0 : uses.size());
            }
            allowed.put(cells[0].strip(), above);
        });
        return allowed;
    }

    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path root : SOURCES) {
            try (Stream<Path> walk = Files.walk(root)) {
                walk.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String room(Path file) {
        Matcher name = Pattern.compile("^package io\\.github\\.([a-z.]+);", Pattern.MULTILINE).matcher(read(file));
        assertThat(name.find()).as("the package of %s", file).isTrue();
        return room(name.group(1));
    }

    /** {@code endpoint.files} and the folders of the sandbox are rooms; folders of other rooms belong to these. */
    private static String room(String packageName) {
        if (packageName.startsWith("spotifysandbox")) {
            return packageName.substring("spotify".length());
        }
        String below = packageName.substring("spotifypipeline.".length());
        return below.startsWith("endpoint.") ? below : below.replaceAll("\\..*", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
