package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.stream.Stream;

/** {@code GET /metrics}: the pipeline's meters, Camel's and the JVM's, in the text format of Prometheus. */
public final class MetricsAnswer {

    private final PrometheusMeterRegistry meters;
    private final Runnable refresh;

    /** @param refresh brings the gauges up to date before each answer */
    public MetricsAnswer(PrometheusMeterRegistry meters, Runnable refresh) {
        this.meters = meters;
        this.refresh = refresh;
        Stream.<MeterBinder>of(new ClassLoaderMetrics(), new JvmMemoryMetrics(), new JvmThreadMetrics(),
                new ProcessorMetrics(), new UptimeMetrics()).forEach(metrics -> metrics.bindTo(meters));
    }

    /**
     * All meters. One call at a time: Prometheus' client fails with a DuplicateLabelsException when a gauge's rows are
     * registered anew while it writes them.
     */
    public synchronized Answer scrape() {
        refresh.run();
        return Answer.of(200, "text/plain; version=0.0.4", meters.scrape());
    }
}
