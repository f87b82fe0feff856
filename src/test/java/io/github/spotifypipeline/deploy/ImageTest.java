package io.github.spotifypipeline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The {@code Dockerfile}, {@code .dockerignore} and the unit of systemd name only what there is. */
class ImageTest {

    private static final Path ASSEMBLY = Path.of("src/assembly/parts/program.xml");

    private static List<String> found(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(result -> result.group(1)).toList();
    }

    @Test
    void theBuildIsGivenAllThatTheDistributionIsMadeOf() throws IOException {
        List<String> given = Files.readAllLines(Path.of(".dockerignore")).stream().filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1)).toList();
        assertThat(given).allSatisfy(path -> assertThat(Path.of(path)).exists());
        List<String> needed = found(Files.readString(ASSEMBLY), "<(?:directory|source)>([^<]+)<");

        assertThat(needed).isNotEmpty().allSatisfy(path ->
                assertThat(given).anyMatch(prefix -> Path.of(path).startsWith(prefix)));
        assertThat(given).contains("pom.xml", "src/assembly", "src/main");
    }

    @Test
    void itsVariablesAreSettings() {
        assertThat(ProgramFacts.environmentNames()).containsAll(ImageFile.environment().keySet());
        assertThat(ImageFile.last("EXPOSE")).isEqualTo(ImageFile.environment().get("HTTP_PORT"));
        assertThat(ImageFile.last("VOLUME")).isEqualTo(ImageFile.environment().get("DATA_DIR"));
        assertThat(ImageFile.user()).isPositive();
    }

    @Test
    void itsHealthCheckAsksForWhatIsServedWithoutAToken() {
        assertThat(found(ImageFile.last("HEALTHCHECK"), "http://127\\.0\\.0\\.1:\\$HTTP_PORT(/[\\w/]+)")).hasSize(1)
                .allMatch(ProgramFacts.openPaths()::contains);
    }

    @Test
    void theStartScriptBecomesTheProgramSoThatSignalsArrive() throws IOException {
        String home = ImageFile.last("COPY").replaceAll(".* ", "");
        assertThat(ImageFile.last("COPY")).contains("/build/target/spotify-pipeline ");
        assertThat(ImageFile.last("ENTRYPOINT")).isEqualTo("[\"" + home + "/bin/spotify-pipeline\"]");
        assertThat(Files.readString(Path.of("src/main/bin/spotify-pipeline")).lines()
                .filter(line -> line.contains("\"$java\" $options")).reduce((one, next) -> next).orElseThrow())
                .startsWith("exec ");
    }

    @Test
    void theUnitOfSystemdStartsTheProgramWithSettings() throws IOException {
        String unit = Files.readString(Path.of("deploy/systemd/spotify-pipeline.service"));
        assertThat(found(unit, "(?m)^Environment=(\\w+)=")).isNotEmpty()
                .allMatch(ProgramFacts.environmentNames()::contains);
        assertThat(found(unit, "(?m)^ExecStart=/opt/spotify-pipeline/(\\S+)$")).containsExactly("bin/spotify-pipeline");
        assertThat(Integer.parseInt(found(unit, "(?m)^TimeoutStopSec=(\\d+)$").get(0)))
                .isGreaterThan(ProgramFacts.shutdownSeconds() + 10);
    }
}
