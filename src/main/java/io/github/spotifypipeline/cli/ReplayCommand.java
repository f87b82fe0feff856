package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.reprocess.ReprocessResult;
import io.github.spotifypipeline.reprocess.Reprocessing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spotify-pipeline replay}: one line an endpoint. */
@Command(name = "replay", mixinStandardHelpOptions = true, header = "Try the dead letters again.",
        description = "Dead letters are items that could not be transformed; they are tried with the transform of"
        + " today. Nothing is asked of Spotify. The pipeline that answers at http.host and http.port does it; where"
        + " none runs, this process does.",
        footer = {"", "Examples:", "  spotify-pipeline replay", "  spotify-pipeline replay --endpoint saved-tracks",
                "  spotify-pipeline replay --endpoint an-old-one --discard",
                "", "Exit codes: 0 when all could be stored, 1 when not, 2 for settings that cannot work."})
final class ReplayCommand extends ReprocessCommand {

    @Option(names = "--endpoint", description = "Only those of this endpoint.")
    private String endpoint;

    @Option(names = "--discard", description = "Throw them away instead: nothing is tried. The next sync tries what"
            + " Spotify still shows once more.")
    private boolean discard;

    ReplayCommand() {
        super("replay", "There are no dead letters.");
    }

    @Override
    Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        if (endpoint != null) {
            parameters.put("endpoint", endpoint);
        }
        if (discard) {
            parameters.put("discard", "true");
        }
        return parameters;
    }

    @Override
    List<ReprocessResult> here(Reprocessing reprocessing) {
        return discard ? reprocessing.discard(endpoint) : reprocessing.replay(endpoint);
    }
}
