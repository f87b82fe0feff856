package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFilesReportTest {

    @TempDir
    Path home;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(home.resolve("routes/endpoints"));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(home.resolve("routes/" + file), content);
    }

    private RouteFilesReport report(Map<String, String> environment) {
        return RouteFilesReport.of(Settings.load(home, environment));
    }

    private static String endpoint(String query) {
        return """
                - route:
                    id: saved-shows
                    from:
                      uri: kamelet:spotify-source?%s
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """.formatted(query);
    }

    @Test
    void findsNothingInTheRepositorysOwnFiles() {
        RouteFilesReport report = report(Map.of("ROUTES_DIR", Path.of("routes").toAbsolutePath().toString()));

        assertThat(report.findings()).isEmpty();
        assertThat(report.files()).isGreaterThan(15);
    }

    @Test
    void listsEveryProblemWithFileLineAndRemedy() throws IOException {
        write("endpoints/a.camel.yaml", endpoint("path=/me/shows&every=soon"));
        write("endpoints/b.camel.yaml", endpoint("path=/me/shows&pathh=1"));
        write("endpoints/c.camel.yaml", endpoint("path=/me/shows&every={{shows.every}}"));
        write("helper.camel.yaml", "- route:\n    id: helper\n    from:\n      nonsense: 1\n");

        List<String> findings = report(Map.of()).findings();
        assertThat(findings.subList(0, 5)).satisfiesExactly(
                interval -> assertThat(interval).startsWith(
                        "endpoints/a.camel.yaml:4: the endpoint cannot work - every must be an interval such as 20m"),
                parameter -> assertThat(parameter).startsWith(
                        "endpoints/b.camel.yaml:4: spotify-source has no parameter pathh - use one of "),
                sameId -> assertThat(sameId).isEqualTo("endpoints/b.camel.yaml:2: the route id saved-shows is used by"
                        + " endpoints/a.camel.yaml - give it another one"),
                setting -> assertThat(setting).isEqualTo("endpoints/c.camel.yaml:4: every asks for a setting that is not"
                        + " there - add it to application.properties"),
                sameId -> assertThat(sameId).startsWith("endpoints/c.camel.yaml:2: the route id saved-shows is used by"));
        assertThat(findings.subList(5, findings.size())).contains(
                "helper.camel.yaml:4: Camel knows no nonsense here - correct its spelling or its indentation, or remove"
                        + " it");
    }

    @Test
    void tellsOfFilesWhoseNamesAreNotRead() throws IOException {
        for (String name : List.of("a.yaml", "b.camel.yml", "c.camel.yaml.txt", ".hidden.yaml", "d.camel.yaml~",
                ".e.camel.yaml.swp", "f.camel.yaml.bak", "README.md")) {
            write("endpoints/" + name, endpoint("path=/me/shows"));
        }
        write("notes.yaml", "");

        RouteFilesReport report = report(Map.of());

        assertThat(report.findings()).hasSize(3).allMatch(finding -> finding.endsWith(
                ": the file is not read, because its name does not end in .camel.yaml - rename it, or move it out of this"
                        + " folder"));
        assertThat(report.findings()).extracting(finding -> finding.substring(0, finding.indexOf(':'))).containsExactly(
                "endpoints/a.yaml", "endpoints/b.camel.yml", "endpoints/c.camel.yaml.txt");
        assertThat(report.endpoints()).isEmpty();
    }

    @Test
    void readsSettingsAsTheProgramDoes() throws IOException {
        Files.writeString(home.resolve("application.properties"), "shows.every = 6h\n");
        write("endpoints/c.camel.yaml", endpoint("path=/me/shows&every={{shows.every}}"));

        assertThat(report(Map.of()).findings()).isEmpty();
    }

    @Test
    void aSettingThatCannotWorkIsNoFaultOfTheFile() throws IOException {
        Files.writeString(home.resolve("application.properties"), "sync.saved-shows.every = 6h\n");
        write("endpoints/a.camel.yaml", endpoint("path=/me/shows"));
        for (String every : List.of("1w", "2 hours", "3600", "1m30", "0s")) {
            Map<String, String> environment = Map.of("SYNC_SAVED_SHOWS_EVERY", every);

            RouteFilesReport report = report(environment);

            assertThat(report.settings()).containsExactly("sync.saved-shows.every (SYNC_SAVED_SHOWS_EVERY): every must be"
                    + " an interval such as 20m, 6h or 1d12h: numbers with the units d, h, m or s, the largest first,"
                    + " at least 1s.");
            assertThat(report.findings()).isEmpty();
            assertThat(report.canStart()).isFalse();
            assertThat(Settings.load(home, environment).intervalsWithoutEffect(report.endpoints())).isEmpty();
        }
    }

    @Test
    void aScopeOrAParentThatThereIsNotIsNamedAlthoughTheFileRuns() throws IOException {
        write("endpoints/a.camel.yaml", endpoint("path=/me/shows&scope=user-library-read+user-libary-read"));
        write("endpoints/b.camel.yaml", """
                - route:
                    id: show-episodes
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /shows/{id}/episodes
                        parent: saved-showz
                        scope: user-read-private
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """);

        RouteFilesReport report = report(Map.of());

        assertThat(report.findings()).satisfiesExactly(
                scope -> assertThat(scope).startsWith("endpoints/a.camel.yaml:4: the scope user-libary-read is not one that"
                        + " Spotify documents, and a sign-in that asks for an unknown scope is refused as a whole - correct"
                        + " it to one of app-remote-control, "),
                parent -> assertThat(parent).isEqualTo("endpoints/b.camel.yaml:7: the parent saved-showz is no endpoint -"
                        + " correct it to one of saved-shows, show-episodes, or add the parent's file"));
        assertThat(report.canStart()).isTrue();
        assertThat(report.names("endpoints/a.camel.yaml")).isFalse();
    }

    @Test
    void ofTwoFilesThatFillOneCollectionTheSecondIsNamed() throws IOException {
        write("endpoints/saved-shows.camel.yaml", endpoint("path=/me/shows"));
        write("endpoints/b.camel.yaml", endpoint("path=/me/shows&collection=saved_shows").replace("id: saved-shows", "id: b-too"));
        Files.writeString(home.resolve("application.properties"), "mine = saved_shows\n");
        write("endpoints/c.camel.yaml", endpoint("path=/me/shows").replace("id: saved-shows", "id: c-too")
                + "        - to: kamelet:spotify-mongodb-sink?collection={{mine}}\n");
        write("endpoints/d.camel.yaml", endpoint("path=/me/shows").replace("id: saved-shows", "id: d-too")
                + "        - to: kamelet:spotify-mongodb-sink?collection=copies\n");

        RouteFilesReport report = report(Map.of());

        assertThat(report.findings()).isEmpty();
        assertThat(report.shared()).hasSize(2).allMatch(finding -> finding.contains("the collection saved_shows is filled by"
                + " saved-shows (endpoints/saved-shows.camel.yaml) already"));
        assertThat(report.shared().get(0)).startsWith("endpoints/b.camel.yaml:4: ");
        assertThat(report.shared().get(1)).startsWith("endpoints/c.camel.yaml:7: ");
    }

    @Test
    void whatEveryUserOfTheMachineMayWriteIsNamed() throws IOException {
        write("endpoints/a.camel.yaml", endpoint("path=/me/shows"));
        Path routes = home.resolve("routes");
        assertThat(report(Map.of()).writable()).isEmpty();

        Files.setPosixFilePermissions(routes.resolve("endpoints/a.camel.yaml"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(routes.resolve("endpoints"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(routes, PosixFilePermissions.fromString("rwxr-x-wx"));

        assertThat(report(Map.of()).writable()).satisfiesExactly(
                folder -> assertThat(folder).startsWith(routes + ": every user of this machine may write to it")
                        .endsWith("chmod o-w " + routes),
                endpoints -> assertThat(endpoints).startsWith("endpoints: "),
                file -> assertThat(file).startsWith("endpoints/a.camel.yaml: "));
    }
}
