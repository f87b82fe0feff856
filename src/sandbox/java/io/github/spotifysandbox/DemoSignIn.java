package io.github.spotifysandbox;

import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.server.Parameters;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Signs a sandbox account in to a running pipeline the way a person's browser does: /login, consent, /callback. The
 * messages of what it throws hold no query, code or state.
 */
public final class DemoSignIn {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    private final HttpClient browser = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private DemoSignIn() {
    }

    /**
     * Goes through the whole sign-in and returns when the pipeline has taken the account.
     *
     * @param pipeline  where the pipeline's web pages are, for example {@code http://127.0.0.1:8888}
     * @param accountId {@link SandboxAccount#id()} of the account that agrees
     * @throws IllegalStateException if a step is not answered with a redirect, or the pipeline sends sign-ins to
     *                               anything but a sandbox on this machine
     */
    public static void signIn(URI pipeline, String accountId) {
        new DemoSignIn().run(pipeline, accountId);
    }

    private void run(URI pipeline, String accountId) {
        HttpResponse<Void> login = get("the pipeline's login", pipeline.resolve("/login"), "");
        URI authorize = redirect("the pipeline's login", login);
        if (!LOOPBACK.contains(authorize.getHost())) {
            throw new IllegalStateException("The demo sign-in stopped: the pipeline sends sign-ins to "
                    + authorize.getHost() + ", not to a sandbox on this machine. Check spotify.accounts-url.");
        }
        URI consent = URI.create(authorize + "&account=" + Parameters.encode(accountId));
        URI callback = redirect("the sandbox's consent", get("the sandbox's consent", consent, ""));
        redirect("the pipeline's callback", get("the pipeline's callback", callback, cookies(login)));
    }

    private HttpResponse<Void> get(String step, URI uri, String cookies) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT).GET();
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies);
        }
        try {
            return browser.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new IllegalStateException("The demo sign-in stopped: " + step + " at " + place(uri)
                    + " did not answer (" + e.getClass().getSimpleName() + ").", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The demo sign-in was interrupted at " + step + ".", e);
        }
    }

    private static URI redirect(String step, HttpResponse<?> answer) {
        String stopped = "The demo sign-in stopped: " + step + " at " + place(answer.uri());
        if (answer.statusCode() != 302) {
            throw new IllegalStateException(stopped + " answered " + answer.statusCode() + " instead of 302.");
        }
        String location = answer.headers().firstValue("Location").orElse("");
        try {
            return answer.uri().resolve(new URI(location));
        } catch (URISyntaxException e) {
            // The cause would quote the whole address, and with it the code.
            throw new IllegalStateException(stopped + " redirected to something that is no address.");
        }
    }

    /** Name and value of each cookie set, as a browser sends them back. */
    private static String cookies(HttpResponse<?> answer) {
        List<String> set = answer.headers().allValues("Set-Cookie");
        return set.stream().map(cookie -> cookie.split(";", 2)[0].trim()).collect(Collectors.joining("; "));
    }

    private static String place(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }
}
