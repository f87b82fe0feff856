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
 * The Camel components of the Kamelets and the program's routes. They have their own names, so that they and an
 * application's {@code http}, {@code mongodb} and {@code quartz} do not affect each other.
 */
final class KameletComponents {

    static final String QUARTZ = "spotify-quartz";

    /** Numbers the schedulers: Quartz shares one between Camel contexts when the names are equal. */
    private static final AtomicInteger SCHEDULERS = new AtomicInteger();

    private static final int CONNECT_MS = 10_000;
    private static final int ANSWER_MS = 30_000;
    private static final int MOST_CONNECTIONS = 10_000;

    private KameletComponents() {
    }

    static void add(CamelContext camel, HttpClientConfigurer guard, MongoClient client) {
        add(camel, "spotify-http", http(guard));
        add(camel, "spotify-mongodb", mongodb(client));
        add(camel, QUARTZ, quartz());
    }

    static void add(CamelContext camel, String name, DefaultComponent component) {
        // Camel must not put objects of the application into it
        component.setAutowiredEnabled(false);
        camel.addComponent(name, component);
    }

    /**
     * For http and https. It makes no automatic retries, because the client would sleep for a whole Retry-After. It
     * keeps no cookies. Each wait for bytes has an end; the guard ends a call that takes too long as a whole.
     */
    static HttpComponent http(HttpClientConfigurer guard) {
        HttpComponent http = new HttpComponent();
        http.setAutomaticRetriesDisabled(true);
        http.setCookieManagementDisabled(true);
        // the threads that make the calls bound their number; none waits for the connection of another
        http.setMaxTotalConnections(MOST_CONNECTIONS);
        http.setConnectionsPerRoute(MOST_CONNECTIONS);
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
        // when it stops, what the routes had in flight has ended: it would only wait for its idle threads, for half a
        // second
        quartz.setInterruptJobsOnShutdown(true);
        quartz.setEnableJmx(false);
        quartz.setProperties(Map.of(
                "org.quartz.scheduler.instanceName", "spotify-pipeline-" + SCHEDULERS.incrementAndGet(),
                // one for each route of the program that has a schedule
                "org.quartz.threadPool.threadCount", "9",
                "org.quartz.threadPool.makeThreadsDaemons", "true",
                "org.quartz.scheduler.makeSchedulerThreadDaemon", "true",
                "org.quartz.jobStore.misfireThreshold", "60000"));
        return quartz;
    }
}
