package io.github.spotifypipeline.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.spotifypipeline.http.Answer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheck;

/** {@code GET /health/live} and {@code GET /health/ready}: the results of Camel's health checks. */
public final class HealthAnswer {

    /** The detail of a check that lists what needs a person. */
    static final String DEGRADED = "degraded";

    private final Supplier<Collection<HealthCheck.Result>> checks;

    /** @param checks runs the checks */
    public HealthAnswer(Supplier<Collection<HealthCheck.Result>> checks) {
        this.checks = checks;
    }

    /** @param status {@code up}, {@code degraded} when something needs a person, or {@code down} */
    public record Health(String status, @JsonProperty(required = true) List<Check> checks) {
    }

    /** One of the checks. @param state {@code up}, {@code down} or {@code unknown} */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Check(String id, String state, String message, List<String> degraded) {
    }

    /** @return {@link Health}, with 200 when all checks are up, else 503 */
    public Answer show() {
        Collection<HealthCheck.Result> results = checks.get();
        boolean up = results.stream().allMatch(HealthAnswer::isUp);
        List<Check> shown = results.stream().filter(HealthAnswer::isShown).map(HealthAnswer::check).toList();
        boolean degraded = shown.stream().anyMatch(check -> !check.degraded().isEmpty());
        return Answer.json(up ? 200 : 503, new Health(!up ? "down" : degraded ? DEGRADED : "up", shown));
    }

    private static boolean isUp(HealthCheck.Result result) {
        return result.getState() == HealthCheck.State.UP;
    }

    /** Of Camel's own checks, one a route, only those that are not up. */
    private static boolean isShown(HealthCheck.Result result) {
        return !isUp(result) || "spotify".equals(result.getCheck().getGroup())
                || "context".equals(result.getCheck().getId());
    }

    @SuppressWarnings("unchecked")
    private static Check check(HealthCheck.Result result) {
        return new Check(result.getCheck().getId(), result.getState().name().toLowerCase(Locale.ROOT),
                result.getMessage().orElse(null), (List<String>) result.getDetails().getOrDefault(DEGRADED, List.of()));
    }
}
