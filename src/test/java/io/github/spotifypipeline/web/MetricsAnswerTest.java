package io.github.spotifypipeline.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.http.Answer;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricsAnswerTest {

    @Test
    void twoWhoAskAtOnceBothGetAnAnswer() throws Exception {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MultiGauge gauge = MultiGauge.builder("waiting").register(meters);
        MetricsAnswer metrics = new MetricsAnswer(meters, () -> gauge.register(IntStream.range(0, 200)
                .mapToObj(i -> MultiGauge.Row.of(Tags.of("endpoint", "e" + i), i)).toList(), true));
        Callable<Answer> asking = () -> {
            Answer answer = null;
            for (int i = 0; i < 150; i++) {
                answer = metrics.scrape();
            }
            return answer;
        };

        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<Answer> answer : threads.invokeAll(List.of(asking, asking, asking))) {
                assertThat(answer.get().body().lines().filter(line -> line.startsWith("waiting{"))).hasSize(200);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
