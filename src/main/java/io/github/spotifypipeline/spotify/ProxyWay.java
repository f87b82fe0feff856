package io.github.spotifypipeline.spotify;

import io.github.spotifypipeline.settings.Proxies;
import java.io.IOException;
import java.net.PasswordAuthentication;
import java.net.SocketTimeoutException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.SystemDefaultCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/**
 * Leads a client's calls through the proxy that is set. Where a proxy refuses to connect, the client hands on its
 * answer as if it were the one that was asked for; here that is a {@link BrokenCallException}, so that no account is
 * judged by it.
 */
final class ProxyWay {

    private static final String PASSED = "spotify.proxy-passed";
    private static final int MULTIPLE = 300;

    private final Proxies proxies;
    private final CredentialsProvider ofTheJvm = new SystemDefaultCredentialsProvider();

    ProxyWay(Proxies proxies) {
        this.proxies = proxies;
    }

    void configure(HttpClientBuilder client) {
        client.setRoutePlanner(new SystemDefaultRoutePlanner(proxies));
        // those before the last connect to the proxy, and through it
        client.addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "spotify-proxy-passed", (request, scope,
                chain) -> {
            scope.clientContext.setAttribute(PASSED, true);
            return chain.proceed(request, scope);
        });
        client.addExecInterceptorFirst("spotify-proxy", this::through);
    }

    private ClassicHttpResponse through(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpHost proxy = scope.route.getProxyHost();
        if (proxy == null) {
            return chain.proceed(request, scope);
        }
        CredentialsProvider others = scope.clientContext.getCredentialsProvider();
        scope.clientContext.setCredentialsProvider((where, context) -> isAt(proxy, where) ? ofProxy(where)
                : others == null ? null : others.getCredentials(where, context));
        scope.clientContext.removeAttribute(PASSED);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            if (scope.clientContext.getAttribute(PASSED) == null && response.getCode() >= MULTIPLE) {
                int status = response.getCode();
                response.close();
                throw refused("HTTP " + status, null);
            }
            return response;
        } catch (SocketTimeoutException | BrokenCallException e) {
            throw e;
        } catch (IOException e) {
            throw scope.clientContext.getAttribute(PASSED) == null ? refused("no answer", e) : e;
        }
    }

    private static BrokenCallException refused(String message, Throwable cause) {
        return new BrokenCallException(new Failure(FailureKind.UNREACHABLE, "The proxy does not lead to Spotify ("
                + message + "): check spotify.proxy (HTTPS_PROXY), its user and its password, and NO_PROXY."),
                message, cause);
    }

    private static boolean isAt(HttpHost proxy, AuthScope where) {
        return proxy.getHostName().equalsIgnoreCase(where.getHost()) && proxy.getPort() == where.getPort();
    }

    private Credentials ofProxy(AuthScope where) {
        if (proxies.address() == null) {
            return ofTheJvm.getCredentials(where, null);
        }
        PasswordAuthentication set = proxies.credentials();
        return set == null ? null : new UsernamePasswordCredentials(set.getUserName(), set.getPassword());
    }
}
