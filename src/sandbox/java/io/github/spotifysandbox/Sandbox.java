package io.github.spotifysandbox;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A stand-in for Spotify on loopback: accounts service and Web API over real HTTP, with made-up accounts and music.
 * What it copies is described in Spotify's Web API documentation and its published OpenAPI contract.
 *
 * <p>Two sandboxes with the same seed show the same libraries and history and accept each other's tokens, so a restart is
 * not noticed by a client; what tests did to accounts (added plays, other libraries, revocations, faults) is forgotten. Safe for several
 * threads.
 */
public final class Sandbox implements AutoCloseable {

    private final SandboxOptions options;
    private final Accounts accounts;
    private final Library library;
    private final Catalogue catalogue;
    private final IssuedSecrets secrets = new IssuedSecrets();
    private final RequestLog log = new RequestLog();
    private final FaultQueue faults = new FaultQueue();
    private LoopbackServer server;
    private volatile int port;
    private volatile Shape shape;

    private Sandbox(SandboxOptions options) {
        this.options = options;
        this.library = LibraryMaker.make(options.seed());
        this.catalogue = new Catalogue(library);
        this.accounts = new Accounts(options.seed(), library, catalogue);
        this.shape = options.shape();
        accounts.add(options.demoAccountId(), options.demoAccountName(), options.savedTracks(),
                options.followedArtists());
    }

    /**
     * Binds 127.0.0.1 and serves until {@link #close()}.
     *
     * @throws IllegalStateException if the port cannot be had
     */
    public static Sandbox start(SandboxOptions options) {
        Sandbox sandbox = new Sandbox(options);
        sandbox.serve();
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

    /**
     * Adds a listener with generated plays and a library of 120 saved tracks.
     *
     * @throws IllegalArgumentException if the id is taken, blank or holds control characters
     */
    public SandboxAccount addAccount(String id, String displayName) {
        return accounts.add(id, displayName, SandboxOptions.SAVED_TRACKS, SandboxOptions.FOLLOWED_ARTISTS);
    }

    /**
     * The handle of an account.
     *
     * @throws IllegalArgumentException if there is none with this id
     */
    public SandboxAccount account(String id) {
        return accounts.get(id);
    }

    /** The ordinary tracks of the made-up library, more than 300, for {@link SandboxAccount#addPlay}. */
    public List<SandboxTrack> tracks() {
        return library.tracks();
    }

    /** From the next answer on, the Web API has this shape. */
    public void shape(Shape newShape) {
        shape = Objects.requireNonNull(newShape, "shape");
    }

    /** Makes something go wrong; faults are tried in the order they were given. */
    public void fault(Fault fault) {
        faults.add(fault);
    }

    /** Everything goes well again. */
    public void clearFaults() {
        faults.clear();
    }

    /** The newest 10,000 requests, oldest first, those that a fault took included. They hold secrets. */
    public List<RecordedRequest> requests() {
        return log.newest();
    }

    /** Forgets the requests so far. */
    public void clearRequests() {
        log.clear();
    }

    /** Every code, access token and refresh token issued since the start, so that a test can search a log for them. */
    public Set<String> issuedSecrets() {
        return secrets.all();
    }

    /** Stops serving; calls under way end within five seconds, delayed ones at once. */
    @Override
    public void close() {
        server.close();
    }

    private void serve() {
        AuthorizationCodes codes = new AuthorizationCodes(options.clock(), secrets);
        Tokens tokens = new Tokens(options, accounts, secrets);
        BearerCheck bearer = new BearerCheck(tokens, codes);
        PlayHistory history = new PlayHistory(options.clock(),
                new PlayGenerator(options.seed(), options.playEvery(), library));
        Router router = new Router()
                .get("/authorize", new AuthorizeEndpoint(options, accounts, codes))
                .post(TokenEndpoint.PATH, new TokenEndpoint(options, codes, tokens));
        new WebApi(new ApiContext(this::accountsUrl, bearer, accounts, () -> shape))
                .addTo(router, history, catalogue);
        server = new LoopbackServer(options.clock(), log, faults, bearer::accountOrNull, router);
        port = server.start(options.port());
    }
}
