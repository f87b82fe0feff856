package io.github.spotifypipeline;

import io.github.spotifypipeline.web.Answer;
import io.github.spotifypipeline.web.Stored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spotify-pipeline replay}: one line an endpoint. */
@Command(name = "replay", mixinStandardHelpOptions = true, description = "Try the dead letters again: items that could not be"
        + " transformed, with the transform of today. Nothing is asked of Spotify. A pipeline that runs does it. Exits with 0,"
        + " or with 1 when not all could be tried.")
final class Replay extends StoredCommand {

    @Option(names = "--endpoint", description = "Only those of this endpoint.")
    private String endpoint;

    @Override
    String path() {
        return "api/replay";
    }

    @Override
    String parameter() {
        return "endpoint";
    }

    @Override
    String value() {
        return endpoint;
    }

    @Override
    Answer here(Stored stored) {
        return stored.replay(endpoint);
    }

    @Override
    String nothing() {
        return "There are no dead letters.";
    }
}
