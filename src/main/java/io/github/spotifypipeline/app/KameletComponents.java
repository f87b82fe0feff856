package io.github.spotifypipeline.app;

import com.mongodb.client.MongoClient;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.mongodb.MongoDbComponent;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel components that the Kamelets and our own routes use, under names of their own, so that whatever an
 * application does with its {@code http}, {@code mongodb} and {@code quartz} does not concern them, nor they these.
 */
final class KameletComponents {

    static final String QUARTZ = "spotify-quartz";

    /** Schedulers of one name are one to Quartz, whatever Camel context they are in. */
    private static final AtomicInteger SCHEDULERS = new AtomicInteger();

    private static final int CONNECT_MS = 10_000;
    private static final int ANSWER_MS = 30_000;

    private KameletComponents() {
    }

    static void add(CamelContext camel, HttpClientConfigurer guard, MongoClient client) {
        add(camel, "spotify-http", http(guard));
        add(camel, "spotify-mongodb", mongodb(client));
        add(camel, QUARTZ, quartz());
    }

    private static void add(CamelContext camel, String name, DefaultComponent component) {
        // nothing of an application's own gets in
        component.setAutowiredEnabled(false);
        camel.addComponent(name, component);
    }

    /**
     * For http and https. No automatic retries: the client would sleep a whole Retry-After in silence; no cookies, no
     * endless waits, neither from byte to byte nor, which is the guard's, as a whole.
     */
    private static HttpComponent http(HttpClientConfigurer guard) {
        HttpComponent http = new HttpComponent();
        http.setAutomaticRetriesDisabled(true);
        http.setCookieManagementDisabled(true);
        http.setConnectTimeout(CONNECT_MS);
        http.setConnectionRequestTimeout(ANSWER_MS);
        http.setResponseTimeout(ANSWER_MS);
        http.setSoTimeout(ANSWER_MS);
        http.setHttpClientConfigurer(guard);
        return http;
    }

    private static MongoDbComponent mongodb(MongoClient client) {
        MongoDbComponent mongodb = new MongoDbComponent();
        mongodb.setMongoConnection(client);
        return mongodb;
    }

    private static QuartzComponent quartz() {
        QuartzComponent quartz = new QuartzComponent();
        quartz.setPrefixInstanceName(false);
        quartz.setProperties(Map.of(
                "org.quartz.scheduler.instanceName", "spotify-pipeline-" + SCHEDULERS.incrementAndGet(),
                // one for each of our routes that has a schedule
                "org.quartz.threadPool.threadCount", "6",
                "org.quartz.threadPool.makeThreadsDaemons", "true",
                "org.quartz.scheduler.makeSchedulerThreadDaemon", "true",
                "org.quartz.jobStore.misfireThreshold", "60000"));
        return quartz;
    }
}
