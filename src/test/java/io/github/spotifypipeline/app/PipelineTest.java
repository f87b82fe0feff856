package io.github.spotifypipeline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.endpoint.RouteEndpoints;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.testing.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineTest {

    @TempDir
    Path data;

    @Test
    void nothingIsServedOrScheduledBeforeAllEndpointsAreKnown() {
        Settings settings = Settings.load(Path.of("").toAbsolutePath(),
                Map.of("DATA_DIR", data.toString(), "HTTP_PORT", String.valueOf(FreePort.find())));

        try (Pipeline pipeline = Pipeline.prepare(settings, Clock.systemUTC())) {
            // the first half of a start; a sign-in now would ask for the scopes of some endpoints only
            pipeline.startIdle();

            assertThat(pipeline.bean("spotifyEndpoints", RouteEndpoints.class).all()).hasSizeGreaterThan(10);
            assertThatThrownBy(() -> new Socket("127.0.0.1", settings.httpPort())).isInstanceOf(ConnectException.class);
            assertThat(pipeline.camel().getRoutes())
                    .filteredOn(route -> pipeline.camel().getRouteController().getRouteStatus(route.getRouteId())
                            .isStarted())
                    .extracting(route -> route.getEndpoint().getEndpointUri())
                    // nor is an export taken from its folder: a command would end before it is imported
                    .isNotEmpty().noneMatch(uri -> uri.startsWith("spotify-quartz:") || uri.startsWith("http:")
                            || uri.startsWith("file:"));
        }
    }

    /** The program says such a message in one line and ends with exit code 2: DistributionIT. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SPOTIFY_REDIRECT_URI | http://localhost:8888/callback         | 127.0.0.1",
        "SPOTIFY_REDIRECT_URI | http://192.168.1.5:8888/callback       | must use https",
        "MONGODB_URI          | http://someone:hunter2@127.0.0.1:27017 | MONGODB_URI",
        "MONGODB_URI          | mongodb://someone:hun/ter2@127.0.0.1   | percent-encoded",
        "TOKEN_KEY            | hunter2                                | openssl rand -base64 32",
        "ROUTES_DIR           | nowhere                                | ROUTES_DIR",
        "SPOTIFY_REDIRECT_URI | http://127.0.0.1:8888/                 | /callback",
        "MONGODB_DATABASE     | admin                                  | MONGODB_DATABASE",
        "HTTP_HOST            | 0.0.0.0                                | ADMIN_TOKEN"})
    void refusesSettingsThatCannotWorkInOneLineWithoutASecret(String variable, String value, String words) {
        Map<String, String> environment = new HashMap<>(Map.of("DATA_DIR", data.toString(), "HTTP_PORT",
                String.valueOf(FreePort.find())));
        environment.put(variable, value);

        assertThatThrownBy(() -> Pipeline.prepare(Settings.load(Path.of("").toAbsolutePath(), environment),
                Clock.systemUTC()).close()).isInstanceOf(SettingsException.class).message().contains(words)
                .doesNotContain("hunter2", "ter2", "\n");
    }

    @ParameterizedTest
    @CsvSource({"camel.main.trcing, hunter2", "camel.component.http.conectTimeout, hunter2",
        "camel.language.jq.resultTyp, hunter2"})
    void namesAnOptionThatCamelDoesNotTakeWithoutItsValue(String option, String value) throws IOException {
        Files.createDirectories(data.resolve("routes/web"));
        Files.writeString(data.resolve("application.properties"), option + " = " + value);
        Settings settings = Settings.load(data, Map.of("HTTP_PORT", String.valueOf(FreePort.find())));

        try (Pipeline pipeline = Pipeline.prepareIdle(settings, Clock.systemUTC())) {
            assertThatThrownBy(pipeline::startIdle).isInstanceOf(SettingsException.class).hasMessage("Camel has no"
                    + " option "
                    + option + ", or not one that takes such a value: correct it in application.properties.");
        }
    }
}
