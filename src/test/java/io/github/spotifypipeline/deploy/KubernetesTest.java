package io.github.spotifypipeline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.settings.SettingKey;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.settings.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests in {@code deploy/kubernetes}: Kubernetes takes them, and they name only what there is. */
class KubernetesTest {

    @TempDir
    private Path home;

    static List<String> manifests() {
        return Manifests.names();
    }

    private static JsonNode pod() {
        return Manifests.read("deployment.yaml").at("/spec/template/spec");
    }

    private static JsonNode container() {
        return pod().at("/containers/0");
    }

    private static Map<String, String> variables(String manifest, String field) {
        Map<String, String> variables = new HashMap<>();
        Manifests.read(manifest).path(field).properties().forEach(entry ->
                variables.put(entry.getKey(), entry.getValue().textValue()));
        return variables;
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void kubernetesTakesIt(String manifest) {
        assertThatCode(() -> Manifests.check(Manifests.read(manifest))).doesNotThrowAnyException();
    }

    @Test
    void kubernetesWouldNotTakeAMisspeltOrAMissingField() {
        JsonNode misspelt = Manifests.read("deployment.yaml");
        ((ObjectNode) misspelt.at("/spec/template/spec/containers/0")).putObject("livenessProb");
        assertThatThrownBy(() -> Manifests.check(misspelt)).hasMessageContaining("livenessProb");
        JsonNode incomplete = Manifests.read("ingress.yaml");
        ((ObjectNode) incomplete.at("/spec/rules/0/http/paths/0")).remove("pathType");
        assertThatThrownBy(() -> Manifests.check(incomplete)).hasMessageContaining("pathType");
    }

    @Test
    void theKustomizationNamesAllOfThemButTheSecret() {
        List<String> named = new ArrayList<>();
        Manifests.read("kustomization.yaml").path("resources").forEach(name -> named.add(name.asText()));
        named.add("secret.example.yaml");

        assertThat(named).containsExactlyInAnyOrderElementsOf(manifests());
    }

    @Test
    void everyVariableIsASettingAndNoSecretIsFilledIn() {
        assertThat(ProgramFacts.environmentNames()).containsAll(variables("configmap.yaml", "data").keySet())
                .containsAll(variables("secret.example.yaml", "stringData").keySet());
        assertThat(variables("secret.example.yaml", "stringData").values()).containsOnly("");
    }

    @Test
    void theProgramStartsWithTheseSettingsOnceTheSecretIsFilledIn() {
        Map<String, String> environment = new HashMap<>(ImageFile.environment());
        environment.putAll(variables("configmap.yaml", "data"));
        environment.putAll(variables("secret.example.yaml", "stringData"));
        assertThatThrownBy(() -> Settings.load(home, environment)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("ADMIN_TOKEN");
        environment.put("ADMIN_TOKEN", "0123456789abcdef");

        Settings settings = Settings.load(home, environment);

        JsonNode ingress = Manifests.read("ingress.yaml");
        assertThat(settings.redirectUri().getHost()).isEqualTo(ingress.at("/spec/rules/0/host").asText())
                .isEqualTo(ingress.at("/spec/tls/0/hosts/0").asText());
        int replicas = Manifests.read("deployment.yaml").at("/spec/replicas").asInt();
        assertThat(settings.limit(SettingKey.LIMITS_CALLS_IN_30S) * replicas)
                .isEqualTo(Settings.load(home, Map.of()).limit(SettingKey.LIMITS_CALLS_IN_30S));
        assertThat(settings.httpPort()).isEqualTo(container().at("/ports/0/containerPort").asInt());
        assertThat(settings.dataDir()).hasToString(container().at("/volumeMounts/0/mountPath").asText());
    }

    @Test
    void theProbesAskForPathsThatAreServedWithoutAToken() {
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            JsonNode get = container().path(probe).path("httpGet");
            assertThat(ProgramFacts.openPaths()).as(probe).contains(get.path("path").asText());
            assertThat(get.path("port").asText()).isEqualTo(container().at("/ports/0/name").asText());
        }
        assertThat(Manifests.read("service.yaml").at("/spec/ports/0/targetPort").asText())
                .isEqualTo(container().at("/ports/0/name").asText());
        assertThat(ProgramFacts.openPaths()).contains("/callback");
    }

    @Test
    void whatSelectsThePodsFindsThem() {
        JsonNode labels = Manifests.read("deployment.yaml").at("/spec/template/metadata/labels");
        assertThat(labels).isEqualTo(Manifests.read("deployment.yaml").at("/spec/selector/matchLabels"))
                .isEqualTo(Manifests.read("service.yaml").at("/spec/selector"))
                .isEqualTo(Manifests.read("pod-disruption-budget.yaml").at("/spec/selector/matchLabels"))
                .isEqualTo(pod().at("/topologySpreadConstraints/0/labelSelector/matchLabels"));
        assertThat(Manifests.read("ingress.yaml").at("/spec/rules/0/http/paths/0/backend/service/name"))
                .isEqualTo(Manifests.read("service.yaml").at("/metadata/name"));
    }

    /** Kubernetes' Pod Security Standards, "restricted", which the namespace enforces. */
    @Test
    void thePodAsksForNoMoreThanTheRestrictedStandardAllows() {
        assertThat(Manifests.read("namespace.yaml").at("/metadata/labels/pod-security.kubernetes.io~1enforce").asText())
                .isEqualTo("restricted");
        assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod().at("/securityContext/runAsUser").asInt()).isEqualTo(ImageFile.user());
        assertThat(pod().at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode security = container().path("securityContext");
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.at("/capabilities/drop")).hasSize(1).first().hasToString("\"ALL\"");
        assertThat(security.at("/capabilities").has("add")).isFalse();
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            assertThat(pod().has(shared)).isFalse();
        }
        pod().path("volumes").forEach(volume -> assertThat(volume.has("hostPath")).isFalse());
    }

    @Test
    void aStopMayTakeLongerThanThatOfTheProgram() {
        int wait = container().at("/lifecycle/preStop/exec/command/1").asInt();
        assertThat(wait).isPositive();
        assertThat(pod().path("terminationGracePeriodSeconds").asInt())
                .isGreaterThan(wait + ProgramFacts.shutdownSeconds() + 10);
    }

    /** Neither an update nor a node that is emptied takes both pods away at once, and neither is stuck. */
    @Test
    void oneOfTheTwoIsAlwaysThere() {
        JsonNode update = Manifests.read("deployment.yaml").at("/spec/strategy/rollingUpdate");
        assertThat(update.path("maxUnavailable").asInt(1)).isZero();
        assertThat(update.path("maxSurge").asInt()).isPositive();
        JsonNode budget = Manifests.read("pod-disruption-budget.yaml").path("spec");
        assertThat(budget.path("maxUnavailable").asInt()).isPositive()
                .isLessThan(Manifests.read("deployment.yaml").at("/spec/replicas").asInt());
        assertThat(budget.has("minAvailable")).isFalse();
    }

    @Test
    void theImageIsThatOfThisVersion() {
        assertThat(container().path("image").asText()).isEqualTo("spotify-pipeline:" + Version.text());
        JsonNode kustomization = Manifests.read("kustomization.yaml");
        assertThat(kustomization.at("/images/0/newTag").asText()).isEqualTo(Version.text());
        assertThat(kustomization.at("/labels/0/pairs/app.kubernetes.io~1version").asText()).isEqualTo(Version.text());
    }
}
