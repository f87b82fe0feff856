package io.github.spotifypipeline.charts;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts months in the background, one after the other, so that syncs come in between. */
public final class Counting {

    private final Executor executor;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();

    /** @param executor takes one after the other */
    public Counting(Executor executor) {
        this.executor = executor;
    }

    private record Job(AtomicInteger done, int of, CompletableFuture<Void> end) {
    }

    /** Whether what was begun under this name has not ended. */
    public boolean isRunning(String name) {
        return jobs.containsKey(name);
    }

    /** Begins, unless it runs. @param of how many months there are with those that are counted already */
    public void begin(String name, Collection<MonthOfPlays> months, int of, Consumer<MonthOfPlays> count) {
        Job job = new Job(new AtomicInteger(of - months.size()), of, new CompletableFuture<>());
        if (jobs.putIfAbsent(name, job) == null) {
            try {
                executor.execute(() -> run(name, job, months, count));
            } catch (RuntimeException e) {
                jobs.remove(name);
                throw e;
            }
        }
    }

    private void run(String name, Job job, Collection<MonthOfPlays> months, Consumer<MonthOfPlays> count) {
        try {
            for (MonthOfPlays month : months) {
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
                count.accept(month);
                job.done().incrementAndGet();
            }
            job.end().complete(null);
        } catch (RuntimeException e) {
            job.end().completeExceptionally(e);
        } finally {
            jobs.remove(name);
        }
    }

    /**
     * Waits until it has ended.
     *
     * @throws StillCountingException when that lasts longer
     */
    public void await(String name, long millis) {
        Job job = jobs.get(name);
        if (job == null) {
            return;
        }
        try {
            job.end().get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StillCountingException(job.done().get(), job.of());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StillCountingException(job.done().get(), job.of());
        }
    }
}
