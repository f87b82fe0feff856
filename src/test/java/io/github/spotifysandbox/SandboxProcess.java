package io.github.spotifysandbox;

import java.io.IOException;
import java.time.Duration;

/** A sandbox that stands alone, for a client in another language: src/bench/dlt. */
final class SandboxProcess {

    private SandboxProcess() {
    }

    /**
     * Prints the Web API's URL and an access token, and serves until standard input ends.
     *
     * @param args how many tracks are saved, how many artists are followed, and how long a call for one of these lists
     *             waits, in milliseconds
     */
    public static void main(String[] args) throws IOException {
        SandboxOptions options = SandboxOptions.defaults()
                .withLibrary(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            sandbox.delayLists(Duration.ofMillis(Integer.parseInt(args[2])));
            System.out.println(sandbox.apiUrl() + " " + new SandboxClient(sandbox, options)
                    .accessToken("demo", "user-library-read user-follow-read"));
            while (System.in.read() >= 0) {
                // until whoever started it is done
            }
        }
    }
}
