package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.schedule.RunningSyncs;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The imports of this process that are under way, and those that are tried again a little later. */
final class RunningImports {

    private static final Logger LOG = LoggerFactory.getLogger(RunningImports.class);
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAGE = Duration.ofMinutes(1);

    private final Map<String, ImportRun> running = new ConcurrentHashMap<>();
    private final Map<String, Long> waiting = new ConcurrentHashMap<>();
    private final Map<ImportRun, Set<String>> reading = new ConcurrentHashMap<>();
    private final Set<ImportRun> cancelled = ConcurrentHashMap.newKeySet();

    boolean isNone() {
        return running.isEmpty();
    }

    boolean isUnderWay(ImportTask task) {
        return running.containsKey(task.id());
    }

    /** Whether one that is not under way has waited long enough. */
    boolean mayBegin(ImportTask task) {
        Long from = waiting.get(task.id());
        return from == null || System.nanoTime() - from >= 0;
    }

    void begin(ImportRun one) {
        running.put(one.task().id(), one);
    }

    /** It does not wait for its turn any more. */
    void read(ImportRun one) {
        reading.put(one, new HashSet<>());
    }

    /** Songs of which facts are missing, as far as the import has named them. */
    Set<String> awaited(ImportRun one) {
        return reading.get(one);
    }

    /** Whether it is to end with its page. */
    boolean isCancelled(ImportRun one) {
        return cancelled.contains(one);
    }

    /** It has broken off, and is to begin again. */
    void again(ImportRun one) {
        waiting.put(one.task().id(), System.nanoTime() + WAIT.toNanos());
    }

    void end(ImportRun one) {
        try {
            one.close();
        } catch (IOException e) {
            LOG.debug("The file of an import cannot be closed", e);
        }
        running.remove(one.task().id());
        reading.remove(one);
        cancelled.remove(one);
    }

    /** Has those of an account end with their page, and waits for that. */
    void cancel(String accountId, BooleanSupplier stopping) {
        List<ImportRun> some = running.values().stream().filter(one -> one.task().accountId().equals(accountId))
                .toList();
        cancelled.addAll(some);
        RunningSyncs.await(() -> some.stream().noneMatch(reading::containsKey), LONGEST_PAGE, stopping);
        cancelled.removeIf(one -> !running.containsValue(one));
    }

    List<ImportProgress> progress() {
        return running.values().stream().map(ImportRun::progress).toList();
    }
}
