package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The pipeline's meters, Camel's and the JVM's, in the text format of Prometheus. */
public final class MetricsAnswer {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile Runnable refresh = () -> { };

    public MetricsAnswer() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** @param action what to do before each answer, so that the gauges are of that moment */
    public void onScrape(Runnable action) {
        refresh = action;
    }

    /**
     * All meters as they stand. One at a time: Prometheus' client fails with a DuplicateLabelsException when a gauge's rows
     * are registered anew while it writes them.
     */
    public synchronized Answer scrape() {
        refresh.run();
        return Answer.of(200, "text/plain; version=0.0.4", registry.scrape());
    }
}
