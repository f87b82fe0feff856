package io.github.spotifysandbox;

import io.github.spotifysandbox.accounts.AccountDirectory;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.api.ApiContext;
import io.github.spotifysandbox.api.WebApi;
import io.github.spotifysandbox.export.PrivacyExport;
import io.github.spotifysandbox.music.Catalogue;
import io.github.spotifysandbox.music.Library;
import io.github.spotifysandbox.music.LibraryMaker;
import io.github.spotifysandbox.music.PlayGenerator;
import io.github.spotifysandbox.oauth.AuthorizationCodes;
import io.github.spotifysandbox.oauth.AuthorizeEndpoint;
import io.github.spotifysandbox.oauth.GrantEndpoint;
import io.github.spotifysandbox.oauth.Tokens;
import io.github.spotifysandbox.server.Interceptor;
import io.github.spotifysandbox.server.LoopbackServer;
import io.github.spotifysandbox.server.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Instant;

/**
 * A stand-in for Spotify on loopback: accounts service and Web API over real HTTP, with made-up accounts and music.
 * What it copies is described in Spotify's Web API documentation and its published OpenAPI contract.
 *
 * <p>Two sandboxes with the same seed show the same libraries and history and accept each other's tokens, so a client
 * does not notice a restart. Safe for several threads.
 */
public final class Sandbox implements AutoCloseable {

    final AccountDirectory accounts;
    final Library library;
    private final SandboxAccount demo;
    private final PlayGenerator plays;
    private final long seed;
    private final LoopbackServer server;
    private volatile int port;

    private Sandbox(SandboxOptions options, Interceptor interceptor) {
        library = LibraryMaker.make(options.seed());
        Catalogue catalogue = new Catalogue(library);
        seed = options.seed();
        plays = new PlayGenerator(seed, options.playEvery(), library);
        accounts = new AccountDirectory(seed, library, catalogue, plays);
        demo = accounts.add(options.demo().id(), options.demo().displayName(),
                options.demo().savedTracks(), options.demo().followedArtists());
        AuthorizationCodes codes = new AuthorizationCodes(options.clock());
        Tokens tokens = new Tokens(seed, options.client(), options.clock(), accounts);
        Router router = new Router()
                .get("/authorize", new AuthorizeEndpoint(options.client(), accounts, codes))
                .post(GrantEndpoint.PATH, new GrantEndpoint(options.client(), codes, tokens));
        new WebApi(new ApiContext(this::accountsUrl, options.clock(), tokens, accounts, catalogue)).addTo(router);
        server = new LoopbackServer(options.clock(), interceptor, router);
    }

    /**
     * Binds 127.0.0.1 and serves until {@link #close()}.
     *
     * @throws IllegalStateException if the port cannot be had
     */
    public static Sandbox start(SandboxOptions options) {
        return start(options, Interceptor.NONE);
    }

    static Sandbox start(SandboxOptions options, Interceptor interceptor) {
        Sandbox sandbox = new Sandbox(options, interceptor);
        sandbox.port = sandbox.server.start(options.port());
        return sandbox;
    }

    /** Where the accounts service is: {@code http://127.0.0.1:PORT}, for /authorize and /api/token. */
    public URI accountsUrl() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where the Web API is: {@code http://127.0.0.1:PORT/v1}. */
    public URI apiUrl() {
        return URI.create(accountsUrl() + "/v1");
    }

    /** The account that is there from the start. */
    public SandboxAccount demo() {
        return demo;
    }

    /**
     * Writes the privacy export of {@link #demo()} to a stream, and closes it: three years, and then the plays that the
     * Web API shows.
     *
     * @param until when the export is made; the same time gives the same rows
     */
    public void writeExport(Instant until, OutputStream out) throws IOException {
        new PrivacyExport(seed, demo, plays, until).write(out);
    }

    /** Stops serving; calls under way end within five seconds. */
    @Override
    public void close() {
        server.close();
    }
}
