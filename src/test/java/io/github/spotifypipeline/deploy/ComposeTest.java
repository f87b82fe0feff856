package io.github.spotifypipeline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.ConnectionString;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.settings.SettingKey;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.settings.Version;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code deploy/compose.yaml} names only what there is, holds no secret, and its processes start as it sets them. */
class ComposeTest {

    private static final Path FILE = Path.of("deploy/compose.yaml");
    private static final List<String> PIPELINES = List.of("pipeline1", "pipeline2");
    private static final List<String> MEMBERS = List.of("mongodb1", "mongodb2", "mongodb3");

    /** As Compose has it: {@code ${NAME:-default}}, {@code ${NAME:?why it must be set}}. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::([-?])([^}]*))?}");

    @TempDir
    private Path home;

    /** With what {@code <<} merges. */
    private static JsonNode compose() {
        try (Reader text = Files.newBufferedReader(FILE)) {
            return new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode service(String name) {
        return compose().path("services").path(name);
    }

    /** What a process is given where these variables are set. */
    private static Map<String, String> environment(String service, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>();
        service(service).path("environment").properties().forEach(entry -> environment.put(entry.getKey(),
                VARIABLE.matcher(entry.getValue().asText()).replaceAll(variable -> variables.getOrDefault(
                        variable.group(1), "-".equals(variable.group(2)) ? variable.group(3) : ""))));
        return environment;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(value -> texts.add(value.asText()));
        return texts;
    }

    @Test
    void everySecretMustBeSetAndHasNoDefault() throws IOException {
        List<MatchResult> variables = VARIABLE.matcher(Files.readString(FILE)).results().toList();

        assertThat(variables).isNotEmpty().filteredOn(variable ->
                variable.group(1).matches(".*(PASSWORD|TOKEN|KEY).*")).hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(variable -> assertThat(variable.group(2)).as(variable.group()).isEqualTo("?"));
        assertThat(variables).filteredOn(variable -> variable.group(1).endsWith("SECRET")).isNotEmpty()
                .allSatisfy(variable -> assertThat(variable.group(3)).as("PKCE without one").isEmpty());
        assertThat(compose().at("/secrets/mongodb-key").toString()).isEqualTo("{\"environment\":\"MONGODB_KEY\"}");
        assertThat(Files.readString(Path.of(".gitignore"))).contains("/deploy/.env\n");
    }

    @Test
    void theProgramStartsWithTheseSettings() {
        Map<String, String> variables = Map.of("MONGODB_PASSWORD", "0123456789abcdef", "TOKEN_KEY",
                Base64.getEncoder().encodeToString(TokenKey.generate()));
        Map<String, String> given = new HashMap<>(ImageFile.environment());
        for (String name : PIPELINES) {
            Map<String, String> set = environment(name, variables);
            assertThat(ProgramFacts.environmentNames()).containsAll(set.keySet());
            given.putAll(set);
        }
        assertThatThrownBy(() -> Settings.load(home, given)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("ADMIN_TOKEN");
        given.put("ADMIN_TOKEN", "0123456789abcdef");

        Settings settings = Settings.load(home, given);

        assertThat(settings.limit(SettingKey.LIMITS_CALLS_IN_30S) * PIPELINES.size())
                .isEqualTo(Settings.load(home, Map.of()).limit(SettingKey.LIMITS_CALLS_IN_30S));
        assertThat(settings.dataDir()).hasToString("/data");
        ConnectionString uri = new ConnectionString(given.get("MONGODB_URI"));
        assertThat(uri.getHosts()).isEqualTo(MEMBERS);
        assertThat(settings.redirectUri().getPort()).isEqualTo(settings.httpPort());
        assertThat(texts(service("proxy").path("ports"))).containsExactly("127.0.0.1:" + settings.httpPort() + ":"
                + settings.httpPort());
    }

    @Test
    void theMembersAreOneReplicaSetThatIsMadeOnce() throws IOException {
        JsonNode initiate = service("mongodb-initiate");
        assertThat(texts(new ObjectMapper().valueToTree(initiate.at("/environment/MEMBERS").asText().split(","))))
                .isEqualTo(MEMBERS.stream().map(name -> name + ":27017").toList());
        MEMBERS.forEach(name -> {
            assertThat(initiate.at("/depends_on/" + name + "/condition").asText()).isEqualTo("service_healthy");
            assertThat(service(name).path("entrypoint").toString()).contains("--replSet pipeline ", "--keyFile ");
            assertThat(service(name).has("ports")).isFalse();
            assertThat(service(name).path("image")).isEqualTo(initiate.path("image"));
        });
        assertThat(initiate.path("network_mode").asText()).as("where mongod lets the first user be made")
                .isEqualTo("service:mongodb1");
        PIPELINES.forEach(name -> assertThat(service(name).at("/depends_on/mongodb-initiate/condition").asText())
                .isEqualTo("service_completed_successfully"));
        String script = Files.readString(Path.of("deploy/compose/initiate.js"));
        Map<String, String> given = environment("mongodb-initiate", Map.of());
        assertThat(Pattern.compile("env\\.(\\w+)").matcher(script).results().map(found -> found.group(1)))
                .isNotEmpty().allSatisfy(name -> assertThat(given).containsKey(name));
        ConnectionString uri = new ConnectionString(environment("pipeline1", Map.of("MONGODB_PASSWORD", "secret"))
                .get("MONGODB_URI"));
        assertThat(script).contains("_id: '" + uri.getRequiredReplicaSetName() + "'", "user: '" + uri.getUsername());
    }

    @Test
    void whatIsNamedIsThere() {
        JsonNode compose = compose();
        compose.path("services").forEach(service -> {
            for (String volume : texts(service.path("volumes"))) {
                String source = volume.split(":")[0];
                assertThat(source.startsWith("./") ? Files.exists(FILE.resolveSibling(source))
                        : compose.path("volumes").has(source)).as(volume).isTrue();
            }
            assertThat(texts(service.path("networks"))).allSatisfy(name ->
                    assertThat(compose.path("networks").has(name)).as(name).isTrue());
            assertThat(service.path("restart").asText()).isIn("unless-stopped", "on-failure");
        });
        assertThat(new TreeSet<>(texts(service("pipeline1").path("volumes")))).as("each has a data folder of its own")
                .doesNotContainAnyElementsOf(texts(service("pipeline2").path("volumes")));
    }

    @Test
    void theProxyAsksBothAndLeavesOutWhoIsNotReady() throws IOException {
        String proxy = Files.readString(Path.of("deploy/compose/Caddyfile"));
        Stream<String> upstreams = PIPELINES.stream().map(name -> name + ":" + ImageFile.last("EXPOSE"));
        assertThat(proxy).contains("reverse_proxy " + String.join(" ", upstreams.toList()) + " {");
        assertThat(Pattern.compile("health_uri (\\S+)").matcher(proxy).results().map(found -> found.group(1)))
                .containsExactly("/health/ready").allMatch(ProgramFacts.openPaths()::contains);
    }

    @Test
    void imagesArePinnedAndAStopMayTakeLongerThanThatOfTheProgram() {
        for (String name : PIPELINES) {
            assertThat(service(name).path("image").asText()).isEqualTo("spotify-pipeline:" + Version.text());
            assertThat(Integer.parseInt(service(name).path("stop_grace_period").asText().replaceAll("s$", "")))
                    .isGreaterThan(ProgramFacts.shutdownSeconds() + 10);
        }
        compose().path("services").forEach(service ->
                assertThat(service.path("image").asText()).matches("[a-z-]+:\\d+(\\.\\d+)*"));
    }
}
