package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        return RouteFilesReport.of(Settings.load(home, environment), Clock.systemUTC());
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
                setting -> assertThat(setting).isEqualTo("endpoints/c.camel.yaml:4: every asks for a setting that is"
                        + " not there - add it to application.properties"),
                sameId -> assertThat(sameId)
                .startsWith("endpoints/c.camel.yaml:2: the route id saved-shows is used by"));
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
                ": the file is not read, because its name does not end in .camel.yaml - rename it, or move it out of"
                + " this"
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

    /** The parameters in their order; the first of these after the bar is the one at fault. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            path=me/shows; mode=append | path
            mode=append; path=/me/sh ows | path has a blank, which a URL cannot have: write %20
            mode=append; path=/search?q="a" | path has ", which a URL cannot have: write %22
            mode=append; path=/search?q=50%&type=x | path has % without two hexadecimal
            mode=append; path=/search?q=%zz | path has % without
            mode=append; path=/search?q=é | path has é, which a URL cannot have: write %C3%A9
            mode=append; path=/me/shows#x | path has #, which a URL cannot have: write %23
            path=/me/shows; every=3600; mode=append | every must be an interval
            every=1d; path=/me/shows; cron=0 0 12 ? * MONDAY-FRIDAY | cron must be a Quartz expression
            every=1d; path=/me/shows; cron=0 0 3pm * * ? | cron must be a Quartz expression
            every=1d; path=/me/shows; cron=0 0 0 31 2 ? | cron has no time that is still to come
            every=1d; path=/me/shows; cron=0 0 0 * * ? 2020 | cron has no time that is still to come
            path=/me/shows; mode=mirror; maxPages=2 | maxPages cannot be with mode mirror
            path=/me/shows; mode=mirror; cursor=after; every=1d | mode@a cursor asks only for what is new
            path=/me/shows; partitions=a b; mode=append | partitions and {partition} in the path need each other
            mode=append; path=/x/{partition} | path@partitions and {partition} in the path need each other
            mode=append; path=/x/{name} | path@{names} in the path need a parent
            path=/me/shows; overlap=90; cursor=after | overlap must be an interval
            path=/me/shows; collection=accounts; mode=append | collection@the collection accounts
            path=/me/shows; change-token=x; mode=append | changeToken and tokenPath belong
            path=/me/shows; tokenPath=/x; mode=append | tokenPath@changeToken and tokenPath belong
            path=/x/{id}; parent=p; changeToken=c; tokenPath=/a b | tokenPath has a blank
            limit=51; path=/me/shows | limit must be a whole number
            path=/me/shows; optional=yes; mode=append | optional must be true or false
            """)
    void theLineIsThatOfTheMistake(String given, String fault) throws IOException {
        String[] parameters = given.split("; ");
        String words = fault.replaceFirst("^\\w+@", "");
        String parameter = fault.replaceFirst("[@ ].*", "").replace("changeToken", "change-token");
        StringBuilder yaml = new StringBuilder("# a comment\r\n- route:\r\n    id: mine\r\n    from:\r\n"
                + "      uri: kamelet:spotify-source\r\n      parameters:\r\n");
        int line = 0;
        for (int i = 0; i < parameters.length; i++) {
            String[] pair = parameters[i].split("=", 2);
            // over two lines, which YAML folds into one
            yaml.append("        ").append(pair[0]).append(": >-\r\n          ").append(pair[1]).append("\r\n");
            line = pair[0].equals(parameter) ? 7 + 2 * i : line;
        }
        yaml.append("      steps:\r\n        - to: kamelet:spotify-mongodb-sink\r\n");
        write("endpoints/mine.camel.yaml", yaml.toString());

        int expected = line;
        assertThat(report(Map.of()).findings()).anySatisfy(finding -> assertThat(finding)
                .startsWith("endpoints/mine.camel.yaml:" + expected + ": the endpoint cannot work - ").contains(words));
    }

    @Test
    void aPathThatSpotifyDoesNotDocumentIsNamedWithTheNearestOne() throws IOException {
        write("endpoints/a.camel.yaml", endpoint("path=/me/albumz"));
        write("endpoints/b.camel.yaml", endpoint("path=/playlists/37i9/itemz").replace("saved-shows", "b"));
        write("endpoints/c.camel.yaml", endpoint("path=/me/albumz&scope=user-library-read").replace("saved-shows",
                "c"));
        write("endpoints/d.camel.yaml", endpoint("path=/me/top/{partition}&partitions=artists+songs")
                .replace("saved-shows", "d"));

        String remedy = " if that is meant, or name its scopes";
        assertThat(report(Map.of()).findings()).containsExactly(
                "endpoints/a.camel.yaml:4: /me/albumz is no path that Spotify documents, so no scope is asked for it"
                        + " - correct"
                        + " it to /me/albums" + remedy,
                "endpoints/b.camel.yaml:4: /playlists/37i9/itemz is no path that Spotify documents, so no scope is"
                        + " asked for it"
                        + " - correct it to /playlists/{id}/items" + remedy,
                "endpoints/d.camel.yaml:4: /me/top/{partition} is no path that Spotify documents, so no scope is"
                        + " asked for it -"
                        + " correct it to /me/top/artists" + remedy);
    }

    @Test
    void saysWhenACronExpressionIsDueNext() throws IOException {
        write("endpoints/a.camel.yaml", endpoint("path=/me/shows&cron=0+30+3+*+*+?"));

        assertThat(report(Map.of("TIMEZONE", "Europe/Berlin")).nextTimes(Instant.parse("2026-11-22T12:00:00Z"),
                ZoneId.of("Europe/Berlin")))
                .containsExactly("saved-shows (0 30 3 * * ?) is next due 2026-11-23 03:30:00, 2026-11-24 03:30:00,"
                + " 2026-11-25"
                        + " 03:30:00 (Europe/Berlin)");
    }

    @Test
    void aSettingThatCannotWorkIsNoFaultOfTheFile() throws IOException {
        Files.writeString(home.resolve("application.properties"), "sync.saved-shows.every = 6h\n");
        write("endpoints/a.camel.yaml", endpoint("path=/me/shows"));
        for (String every : List.of("1w", "2 hours", "3600", "1m30", "0s")) {
            Map<String, String> environment = Map.of("SYNC_SAVED_SHOWS_EVERY", every);

            RouteFilesReport report = report(environment);

            assertThat(report.settings()).containsExactly("sync.saved-shows.every (SYNC_SAVED_SHOWS_EVERY): every must"
                    + " be an interval such as 20m, 6h or 1d12h: numbers with the units d, h, m or s, the largest"
                    + " first, at least 1s.");
            assertThat(report.findings()).isEmpty();
            assertThat(report.canStart()).isFalse();
            assertThat(Settings.load(home, environment).names().intervalsWithoutEffect(report.endpoints())).isEmpty();
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
                scope -> assertThat(scope).startsWith("endpoints/a.camel.yaml:4: the scope user-libary-read is not one"
                        + " that Spotify documents, and a sign-in that asks for an unknown scope is refused as a whole"
                        + " - correct it to one of app-remote-control, "),
                parent -> assertThat(parent).isEqualTo("endpoints/b.camel.yaml:7: the parent saved-showz is no"
                        + " endpoint - correct it to one of saved-shows, show-episodes, or add the parent's file"));
        assertThat(report.canStart()).isTrue();
        assertThat(report.names("endpoints/a.camel.yaml")).isFalse();
    }

    @Test
    void ofTwoFilesThatFillOneCollectionTheSecondIsNamed() throws IOException {
        write("endpoints/saved-shows.camel.yaml", endpoint("path=/me/shows"));
        write("endpoints/b.camel.yaml", endpoint("path=/me/shows&collection=saved_shows")
                .replace("id: saved-shows", "id: b-too"));
        Files.writeString(home.resolve("application.properties"), "mine = saved_shows\n");
        write("endpoints/c.camel.yaml", endpoint("path=/me/shows").replace("id: saved-shows", "id: c-too")
                + "        - to: kamelet:spotify-mongodb-sink?collection={{mine}}\n");
        write("endpoints/d.camel.yaml", endpoint("path=/me/shows").replace("id: saved-shows", "id: d-too")
                + "        - to: kamelet:spotify-mongodb-sink?collection=copies\n");

        RouteFilesReport report = report(Map.of());

        assertThat(report.findings()).isEmpty();
        assertThat(report.shared()).hasSize(2)
                .allMatch(finding -> finding.contains("the collection saved_shows is filled by"
                + " saved-shows (endpoints/saved-shows.camel.yaml) already"));
        assertThat(report.shared().get(0)).startsWith("endpoints/b.camel.yaml:4: ");
        assertThat(report.shared().get(1)).startsWith("endpoints/c.camel.yaml:7: ");
    }

    @Test
    void whatEveryUserOfTheMachineMayWriteIsNamed() throws IOException {
        write("endpoints/a.camel.yaml", endpoint("path=/me/shows"));
        Path routes = home.resolve("routes");
        assertThat(report(Map.of()).writable()).isEmpty();

        Files.setPosixFilePermissions(routes.resolve("endpoints/a.camel.yaml"),
                PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(routes.resolve("endpoints"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(routes, PosixFilePermissions.fromString("rwxr-x-wx"));

        assertThat(report(Map.of()).writable()).satisfiesExactly(
                folder -> assertThat(folder).startsWith(routes + ": every user of this machine may write to it")
                        .endsWith("chmod o-w " + routes),
                endpoints -> assertThat(endpoints).startsWith("endpoints: "),
                file -> assertThat(file).startsWith("endpoints/a.camel.yaml: "));
    }
}
