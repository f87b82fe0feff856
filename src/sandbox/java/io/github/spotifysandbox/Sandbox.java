package io.github.spotifysandbox;

import io.github.spotifysandbox.accounts.AccountDirectory;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.api.ApiContext;
import io.github.spotifysandbox.api.WebApi;
import io.github.spotifysandbox.export.PrivacyExport;
import io.github.spotifysandbox.images.ImageEndpoint;
import io.github.spotifysandbox.images.OwnImages;
import io.github.spotifysandbox.listener.ListenerLife;
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
import java.time.LocalDate;
import java.util.function.Supplier;

/**
 * A stand-in for Spotify on loopback: accounts service and Web API over real HTTP, with made-up accounts and music.
 * What it copies is described in Spotify's Web API documentation and its published OpenAPI contract.
 *
 * <p>Two sandboxes with the same seed show the same libraries and history and accept each other's tokens, so a client
 * does not notice a restart. Safe for several threads.
 */
public final class Sandbox implements AutoCloseable {

    private static final int YEARS = 3;

    final AccountDirectory accounts;
    final Supplier<Library> library;
    private final SandboxAccount demo;
    private final ListenerLife life;
    private final PlayGenerator plays;
    private final long seed;
    private final LoopbackServer server;
    private volatile int port;

    private Sandbox(SandboxOptions options, Interceptor interceptor) {
        seed = options.seed();
        SandboxOptions.Demo first = options.demo();
        if (first.home() == null) {
            Library made = LibraryMaker.make(seed);
            life = null;
            library = () -> made;
            plays = new PlayGenerator(seed, options.playEvery(), made);
        } else {
            // what comes out next year is there, too, for whoever stays up on New Year's Eve
            life = new ListenerLife(seed, first.home(), LocalDate.now(options.clock()).getYear() + 1);
            library = life::library;
            plays = new PlayGenerator(seed, options.playEvery(), account -> life,
                    () -> life.library().oddTracks());
        }
        Catalogue catalogue = new Catalogue(library);
        accounts = new AccountDirectory(seed, library, catalogue, plays);
        demo = life == null
                ? accounts.add(first.id(), first.displayName(), first.savedTracks(), first.followedArtists())
                : accounts.add(first.id(), first.displayName(), life, options.clock());
        AuthorizationCodes codes = new AuthorizationCodes(options.clock());
        Tokens tokens = new Tokens(seed, options.client(), options.clock(), accounts);
        Router router = new Router()
                .get("/authorize", new AuthorizeEndpoint(options.client(), accounts, codes))
                .post(GrantEndpoint.PATH, new GrantEndpoint(options.client(), codes, tokens))
                .get(ImageEndpoint.PATH, new ImageEndpoint());
        new WebApi(new ApiContext(this::accountsUrl, options.clock(), tokens, accounts, catalogue)).addTo(router);
        server = new LoopbackServer(options.clock(), interceptor,
                life == null ? router : new OwnImages(router, this::accountsUrl));
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
        writeExport(until, YEARS, out);
    }

    /**
     * The same, of other years.
     *
     * @param years how far it reaches back; what it has is in an export of more years, too
     */
    public void writeExport(Instant until, int years, OutputStream out) throws IOException {
        PrivacyExport export = life == null ? PrivacyExport.of(seed, demo, plays, until, years)
                : PrivacyExport.of(seed, demo, life, until, years);
        export.write(out);
    }

    /** Stops serving; calls under way end within five seconds. */
    @Override
    public void close() {
        server.close();
    }
}
