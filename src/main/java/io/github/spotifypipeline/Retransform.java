package io.github.spotifypipeline;

import io.github.spotifypipeline.web.Answer;
import io.github.spotifypipeline.web.Stored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spotify-pipeline retransform}: one line an endpoint. */
@Command(name = "retransform", mixinStandardHelpOptions = true, description = "Make the stored documents anew of their raw items,"
        + " with the transform of today. Nothing is asked of Spotify. A pipeline that runs does it; one that was stopped goes"
        + " on where it was. Exits with 0, or with 1 when not all could be done.")
final class Retransform extends StoredCommand {

    @Option(names = "--collection", description = "Only those of this collection.")
    private String collection;

    @Override
    String path() {
        return "api/retransform";
    }

    @Override
    String parameter() {
        return "collection";
    }

    @Override
    String value() {
        return collection;
    }

    @Override
    Answer here(Stored stored) {
        return stored.retransform(collection);
    }

    @Override
    String nothing() {
        return "There is no endpoint.";
    }
}
