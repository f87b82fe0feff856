package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.web.ReprocessAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spotify-pipeline replay}: one line an endpoint. */
@Command(name = "replay", mixinStandardHelpOptions = true, header = "Try the dead letters again.",
        description = "Dead letters are items that could not be transformed; they are tried with the transform of today."
        + " Nothing is asked of Spotify. The pipeline that answers at http.host and http.port does it; where none runs,"
        + " this process does.",
        footer = {"", "Examples:", "  spotify-pipeline replay", "  spotify-pipeline replay --endpoint saved-tracks",
                "  spotify-pipeline replay --endpoint an-old-one --discard",
                "", "Exit codes: 0 when all could be stored, 1 when not, 2 for settings that cannot work."})
final class ReplayCommand extends ReprocessCommand {

    @Option(names = "--endpoint", description = "Only those of this endpoint.")
    private String endpoint;

    @Option(names = "--discard", description = "Throw them away instead: nothing is tried. The next sync tries what Spotify"
            + " still shows once more.")
    private boolean discard;

    ReplayCommand() {
        super("replay", "endpoint", "There are no dead letters.");
    }

    @Override
    String value() {
        return endpoint;
    }

    @Override
    String more() {
        return discard ? "discard=true" : "";
    }

    @Override
    Answer here(ReprocessAnswer stored) {
        return stored.replay(endpoint, discard ? "true" : null);
    }
}
