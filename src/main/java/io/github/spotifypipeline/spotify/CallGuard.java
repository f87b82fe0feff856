package io.github.spotifypipeline.spotify;

import io.github.spotifypipeline.settings.Proxies;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;

/**
 * Ends each HTTP call that takes too long as a whole, from the wait for a connection to the last byte of the answer,
 * and each whose answer, unzipped, is larger than 16 MB. The client's own timeouts count from byte to byte, so that an
 * answer that drips would hold its thread for ever, and one without an end would fill the memory.
 *
 * <p>Such a call fails with a {@link java.net.SocketTimeoutException} or a {@link BrokenCallException}; so does one
 * that does not get past the proxy, where one is set, through which the calls are led.
 */
public final class CallGuard implements HttpClientConfigurer {

    private final ScheduledExecutorService timer;
    private final Duration deadline;
    private final ProxyWay proxies;

    /**
     * @param timer    ends the calls; whoever made it shuts it down
     * @param deadline the most that a call may take
     * @param proxies  which calls go through a proxy
     */
    public CallGuard(ScheduledExecutorService timer, Duration deadline, Proxies proxies) {
        this.timer = timer;
        this.deadline = deadline;
        this.proxies = new ProxyWay(proxies);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        configure(client, false, GuardedCall.MOST_BYTES);
    }

    /** The same for a client that calls Spotify alone: what breaks a call is a {@link SpotifyException}. */
    public HttpClientConfigurer ofSpotify() {
        return ofSpotify(GuardedCall.MOST_BYTES);
    }

    /** The same for answers that are small. @param mostBytes the largest answer, unzipped */
    public HttpClientConfigurer ofSpotify(long mostBytes) {
        return client -> configure(client, true, mostBytes);
    }

    private void configure(HttpClientBuilder client, boolean isOfSpotify, long mostBytes) {
        proxies.configure(client);
        // the client would sleep for the whole Retry-After of a 429
        client.disableAutomaticRetries();
        // the outermost: it sees redirects and answers as they are to be read, unzipped
        client.addExecInterceptorFirst("spotify-call-guard", (request, scope, chain) -> guarded(request, scope, chain,
                new GuardedCall((Cancellable) scope.originalRequest, isOfSpotify, mostBytes)));
    }

    private ClassicHttpResponse guarded(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain,
            GuardedCall call) throws IOException {
        // that of a call that has ended does nothing: the request has given its connection back
        ScheduledFuture<?> alarm = timer.schedule(call::expire, deadline.toMillis(), TimeUnit.MILLISECONDS);
        HttpEntity entity = null;
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            entity = response.getEntity();
            if (entity != null) {
                response.setEntity(new GuardedEntity(entity, call, () -> alarm.cancel(false)));
            }
            return response;
        } catch (HttpException e) {
            throw call.reasonFor(new ClientProtocolException(e));
        } catch (IOException e) {
            throw call.reasonFor(e);
        } finally {
            if (entity == null) {
                alarm.cancel(false);
            }
        }
    }
}
