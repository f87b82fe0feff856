package io.github.spotifypipeline.web;

import io.github.spotifypipeline.endpoint.files.EndpointFolder;
import io.github.spotifypipeline.endpoint.files.FileProblem;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Always up, but degraded while an endpoint file is not in use as it stands. */
public final class FilesHealthCheck extends AbstractHealthCheck {

    private final EndpointFolder folder;

    public FilesHealthCheck(EndpointFolder folder) {
        super("spotify", "endpoint-files");
        this.folder = folder;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        List<String> degraded = folder.problems().stream().map(FileProblem::text).toList();
        if (!degraded.isEmpty()) {
            result.detail(SyncHealthCheck.DEGRADED, degraded);
        }
        result.up();
    }
}
