package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Shows Camel's health checks: 200 when all are up, else 503, with a body that names what is wrong. */
public final class Health {

    private final CamelContext camel;

    public Health(CamelContext camel) {
        this.camel = camel;
    }

    /** Whether the process works at all. */
    public Answer live() {
        return show(HealthCheckHelper.invokeLiveness(camel, "full"));
    }

    /** Whether it can do its job now; {@code degraded} when it can, but something needs a person. */
    public Answer ready() {
        return show(HealthCheckHelper.invokeReadiness(camel, "full"));
    }

    private static Answer show(Collection<HealthCheck.Result> results) {
        boolean up = results.stream().allMatch(result -> result.getState() == HealthCheck.State.UP);
        List<Map<String, Object>> checks = results.stream().filter(Health::tells).map(Health::show).toList();
        boolean degraded = results.stream().anyMatch(result -> result.getDetails().containsKey(SyncHealthCheck.DEGRADED));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", !up ? "down" : degraded ? "degraded" : "up");
        body.put("checks", checks);
        return ErrorAnswers.json(up ? 200 : 503, body);
    }

    /** Of Camel's own checks, one a route, only those that are not up say anything. */
    private static boolean tells(HealthCheck.Result result) {
        return result.getState() != HealthCheck.State.UP || "spotify".equals(result.getCheck().getGroup())
                || "context".equals(result.getCheck().getId());
    }

    private static Map<String, Object> show(HealthCheck.Result result) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", result.getCheck().getId());
        shown.put("state", result.getState().name().toLowerCase(Locale.ROOT));
        result.getMessage().ifPresent(message -> shown.put("message", message));
        if (result.getDetails().containsKey(SyncHealthCheck.DEGRADED)) {
            shown.put("degraded", result.getDetails().get(SyncHealthCheck.DEGRADED));
        }
        return shown;
    }
}
