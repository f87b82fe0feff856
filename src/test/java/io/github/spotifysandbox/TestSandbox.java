package io.github.spotifysandbox;

import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.accounts.TestAccount;
import io.github.spotifysandbox.music.SandboxTrack;
import io.github.spotifysandbox.oauth.IssuedTokens;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A sandbox whose calls are recorded and can be made to go wrong, and whose accounts can be changed. */
public final class TestSandbox implements AutoCloseable {

    private final TestCalls calls;
    private final Sandbox sandbox;
    private final Map<String, TestAccount> accounts = new ConcurrentHashMap<>();

    private TestSandbox(SandboxOptions options) {
        calls = new TestCalls(options.clock(), new IssuedTokens(options.seed()), accounts::get);
        sandbox = Sandbox.start(options, calls);
        handle(sandbox.demo());
    }

    /**
     * Binds 127.0.0.1 and serves until {@link #close()}.
     *
     * @throws IllegalStateException if the port cannot be had
     */
    public static TestSandbox start(SandboxOptions options) {
        return new TestSandbox(options);
    }

    /** Where the accounts service is: {@link Sandbox#accountsUrl()}. */
    public URI accountsUrl() {
        return sandbox.accountsUrl();
    }

    /** Where the Web API is: {@link Sandbox#apiUrl()}. */
    public URI apiUrl() {
        return sandbox.apiUrl();
    }

    /**
     * Adds a listener with generated plays and a library of 120 saved tracks.
     *
     * @throws IllegalArgumentException if the id is taken, blank or holds control characters
     */
    public TestAccount addAccount(String id, String displayName) {
        return addAccount(id, displayName, SandboxOptions.SAVED_TRACKS);
    }

    /** As above. @param savedTracks how many tracks it has saved */
    public TestAccount addAccount(String id, String displayName, int savedTracks) {
        return handle(sandbox.accounts.add(id, displayName, savedTracks, SandboxOptions.FOLLOWED_ARTISTS));
    }

    /**
     * The handle of an account.
     *
     * @throws IllegalArgumentException if there is none with this id
     */
    public TestAccount account(String id) {
        return Optional.ofNullable(accounts.get(id))
                .orElseThrow(() -> new IllegalArgumentException("The sandbox has no account " + id));
    }

    /** The ordinary tracks of the made-up library, more than 300, for {@link TestAccount#addPlay}. */
    public List<SandboxTrack> tracks() {
        return sandbox.library.get().tracks();
    }

    /** {@link Sandbox#writeExport}. */
    public void writeExport(Instant until, OutputStream out) throws IOException {
        sandbox.writeExport(until, out);
    }

    /** {@link Sandbox#writeExport}. */
    public void writeExport(Instant until, int years, OutputStream out) throws IOException {
        sandbox.writeExport(until, years, out);
    }

    /** From the next answer on, the Web API has this shape. */
    public void shape(Shape newShape) {
        calls.shape(newShape);
    }

    /** Makes something go wrong; faults are tried in the order they were given. */
    public void fault(Fault fault) {
        calls.faults.add(fault);
    }

    /** Has each call for saved tracks or followed artists wait so long, any number at a time; not where it is zero. */
    public void delayLists(Duration latency) {
        if (!latency.isZero()) {
            fault(Fault.on("/v1/me/tracks").delay(latency).forever());
            fault(Fault.on("/v1/me/following").delay(latency).forever());
        }
    }

    /** Everything goes well again. */
    public void clearFaults() {
        calls.faults.clear();
    }

    /** The newest 10,000 requests, oldest first, those that a fault took included. They hold secrets. */
    public List<RecordedRequest> requests() {
        return calls.log.newest();
    }

    /** Forgets the requests so far. */
    public void clearRequests() {
        calls.log.clear();
    }

    /** Every code, access token and refresh token issued since the start, so that a test can search a log for them. */
    public Set<String> issuedSecrets() {
        return calls.tokens.all();
    }

    /** Stops serving; calls under way end within five seconds, delayed ones at once. */
    @Override
    public void close() {
        calls.close();
        sandbox.close();
    }

    private TestAccount handle(SandboxAccount account) {
        TestAccount handle = new TestAccount(account, calls.tokens, calls.raw);
        accounts.put(account.id(), handle);
        return handle;
    }
}
