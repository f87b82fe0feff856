package io.github.spotifypipeline.sync;

import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.endpoint.Schedule;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;

/** The route that runs a sync, where the route of its endpoint is replaced. */
class SyncRouteTest {

    private static final Endpoint LIKED = new Endpoint("liked", list("/me/tracks"),
            new Endpoint.Paging(50, 0, null, 0), null, new Endpoint.Timing(Schedule.every("1d"), 20),
            new Endpoint.Storage("liked", Mode.MIRROR, "1"), NO_EXPRESSIONS);

    private final List<String> reached = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayFind = new CountDownLatch(1);
    private final AtomicInteger looking = new AtomicInteger();
    private volatile boolean isSlow;

    /** In place of what begins, works for and ends syncs. */
    public final class Steps {

        public void failed(Object sync, Throwable thrown) {
            failures.add(thrown);
        }

        public void ended() {
            // nothing is left to do
        }

        public Object next() {
            return null;
        }
    }

    /** Looks for a route as slowly as a busy machine does. */
    private final class SlowDirect extends DirectComponent {

        @Override
        protected DirectConsumer getConsumer(String key, boolean block, long timeout) throws InterruptedException {
            if (isSlow && key.contains("spotify-sync-liked")) {
                looking.incrementAndGet();
                mayFind.await();
            }
            return super.getConsumer(key, block, timeout);
        }
    }

    private void addRoute(CamelContext camel, String name) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:spotify-sync-liked").routeId("liked").process(exchange -> reached.add(name));
            }
        });
    }

    @Test
    void ofSyncsThatBeginTogetherAllMeetTheNewRoute() throws Exception {
        ModelCamelContext camel = new DefaultCamelContext();
        camel.getRegistry().bind("spotifySyncs", new Steps());
        camel.getRegistry().bind("spotifySteps", new Steps());
        camel.getRegistry().bind("spotifyAheadEnd", (Processor) Exchange::getMessage);
        camel.getRegistry().bind("spotifyWorkers", Executors.newSingleThreadExecutor());
        try (camel; ProducerTemplate template = camel.createProducerTemplate()) {
            camel.addComponent("direct", new SlowDirect());
            PluginHelper.getRoutesLoader(camel).loadRoutes(PluginHelper.getResourceLoader(camel)
                    .resolveResource("classpath:spotify-schedule/spotify-sync.camel.yaml"));
            addRoute(camel, "old");
            camel.start();
            sync(template);
            assertThat(failures).isEmpty();

            camel.removeRouteDefinition(camel.getRouteDefinition("liked"));
            addRoute(camel, "new");
            isSlow = true;
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> sync(template));
            await().until(() -> looking.get() == 1);
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> sync(template));
            await().until(() -> looking.get() == 2 || second.isDone());
            mayFind.countDown();

            assertThat(CompletableFuture.allOf(first, second)).succeedsWithin(Duration.ofMinutes(1));
            assertThat(failures).isEmpty();
            assertThat(reached).containsExactly("old", "new", "new");
        }
    }

    private static void sync(ProducerTemplate template) {
        template.sendBody("direct:spotify-sync",
                new SyncParts<>(new Tally(new SyncTask("anna", LIKED, CursorState.NONE, Instant.EPOCH, "1970-01-01",
                        () -> false)), null, null));
    }
}
