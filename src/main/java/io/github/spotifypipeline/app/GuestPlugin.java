package io.github.spotifypipeline.app;

import io.github.spotifypipeline.endpoint.files.OwnSource;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Makes the Kamelets work in any Camel application that has this jar on its classpath. Camel finds it by
 * {@code META-INF/services}. A context that uses none of the Kamelets gets only two objects that look at its routes.
 */
public final class GuestPlugin implements ContextServicePlugin {

    @Override
    public void load(CamelContext camel) {
        GuestPipeline guest = new GuestPipeline(camel);
        camel.getRegistry().bind("spotifyGuest", guest);
        camel.getRegistry().bind("spotifyOwnSource", new OwnSource(
                List.of(GuestPipeline.SOURCE, "spotify-records-action")::contains));
        camel.addLifecycleStrategy(guest);
    }
}
