package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.accounts.SpotifyClient;
import io.github.spotifypipeline.settings.Loopback;
import io.github.spotifypipeline.settings.Settings;
import java.net.URI;
import picocli.CommandLine.Command;

/** {@code spotify-pipeline login-url}: the address alone on standard output, how to get there on standard error. */
@Command(name = "login-url", mixinStandardHelpOptions = true, header = "Print the address to open to sign in.",
        description = "The address is a page of the pipeline, which must run: Spotify sends the browser back to the"
        + " redirect URI, and the sign-in is bound to the browser that began it, so the browser must reach the pipeline"
        + " under that address.",
        footer = {"", "Examples:", "  spotify-pipeline login-url", "  xdg-open \"$(spotify-pipeline login-url)\"",
                "", "Exit codes: 0, 1 when no app at Spotify is set, 2 for settings that cannot work."})
final class LoginUrlCommand extends PipelineCommand {

    @Override
    int run(Settings settings) throws InterruptedException {
        SpotifyClient client = SpotifyClient.of(settings);
        if (!client.current().isSet()) {
            throw CommandException.trouble(client.trouble() != null ? client.trouble()
                    : "No app at Spotify is set: make one at developer.spotify.com/dashboard with the redirect URI "
                    + settings.redirectUri() + ", start the pipeline, and enter the app's client id on the page at "
                    + settings.pageUrl() + " (or set SPOTIFY_CLIENT_ID).");
        }
        if (RunningPipeline.find(settings).isEmpty()) {
            say("No pipeline answers at " + settings.pageUrl() + ": start it first.");
        }
        URI redirect = settings.redirectUri();
        if (Loopback.isLiteral(redirect.getHost())) {
            say("On a server without a browser: run this on the computer with the browser, leave it open, and open the"
                    + " address there: " + tunnel(redirect));
        }
        if (!settings.adminToken().isEmpty()) {
            say("The page asks for the admin token first: open " + redirect.resolve("./")
                    + ", show it, then open the address.");
        }
        print(settings.signInUrl().toString());
        return 0;
    }

    /** Forwards the port of the redirect URI from the browser's machine to the server. */
    private static String tunnel(URI redirect) {
        int port = redirect.getPort() < 0 ? 80 : redirect.getPort();
        return "ssh -N -L " + port + ":" + redirect.getHost() + ":" + port + " user@server";
    }
}
