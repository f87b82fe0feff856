package io.github.spotifypipeline.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.MutableClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChartCacheTest {

    private final ChartCache kept = new ChartCache(new MutableClock(Instant.parse("2026-11-22T12:00:00Z")));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Thread> asking = new ArrayList<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private CompletableFuture<Music.Rows> ask(String chart) {
        ChartCache.Key key = new ChartCache.Key(chart, new Selection(null, null, null, ZoneOffset.UTC), 1,
                List.of("ann:1"));
        return CompletableFuture.supplyAsync(() -> {
            synchronized (asking) {
                asking.add(Thread.currentThread());
            }
            return kept.get(key, this::read);
        }, threads);
    }

    private Music.Rows read() {
        mostAtOnce.accumulateAndGet(reading.incrementAndGet(), Math::max);
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        reading.decrementAndGet();
        return new Music.Rows(List.of(), 0L, readings.incrementAndGet());
    }

    private long waiting() {
        synchronized (asking) {
            return asking.stream().filter(thread -> thread.getState() == Thread.State.WAITING).count();
        }
    }

    @Test
    void chartsAreReadOneByOneAndEachOnceForAllWhoAsk() {
        List<CompletableFuture<Music.Rows>> asked = List.of(ask("a"), ask("a"), ask("b"), ask("a"), ask("b"));
        await().until(() -> waiting() == asked.size());
        goOn.countDown();

        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
        assertThat(readings).hasValue(2);
        assertThat(mostAtOnce).hasValue(1);
        assertThat(asked.get(0).join()).isSameAs(asked.get(1).join()).isSameAs(asked.get(3).join())
                .isNotSameAs(asked.get(2).join());
    }
}
