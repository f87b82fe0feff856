package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.reprocess.ReprocessResult;
import io.github.spotifypipeline.reprocess.Reprocessing;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spotify-pipeline retransform}: one line an endpoint. */
@Command(name = "retransform", mixinStandardHelpOptions = true,
        header = "Make stored documents anew of their raw items.",
        description = "Runs the raw items through the transform of today. Nothing is asked of Spotify. The pipeline"
        + " that answers at http.host and http.port does it; where none runs, this process does. One that was stopped"
        + " goes on where it was.",
        footer = {"", "Examples:", "  spotify-pipeline retransform",
                "  spotify-pipeline retransform --collection plays",
                "", "Exit codes: 0 when all could be done, 1 when not, 2 for settings that cannot work."})
final class RetransformCommand extends ReprocessCommand {

    @Option(names = "--collection", description = "Only those of this collection.")
    private String collection;

    RetransformCommand() {
        super("retransform", "There is no endpoint.");
    }

    @Override
    Map<String, String> parameters() {
        return collection == null ? Map.of() : Map.of("collection", collection);
    }

    @Override
    List<ReprocessResult> here(Reprocessing reprocessing) {
        return reprocessing.retransform(collection);
    }
}
