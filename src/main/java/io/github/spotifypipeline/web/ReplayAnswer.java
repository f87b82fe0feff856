package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.reprocess.Reprocessing;
import org.apache.camel.Header;

/** {@code POST /api/replay}: tries dead letters again, or throws them away, and answers when that is done. */
public final class ReplayAnswer {

    private final Reprocessing reprocessing;

    public ReplayAnswer(Reprocessing reprocessing) {
        this.reprocessing = reprocessing;
    }

    /**
     * Tries them.
     *
     * @param endpoint only those of this endpoint; null: all
     * @param discard  {@code true}: throws them away; {@code false} or null: tries them
     * @return 200 with {@link Reprocessed}: {@code healed} and {@code dead} of each endpoint, or {@code discarded}
     * @throws RequestException 400 when a parameter cannot be understood
     * @throws io.github.spotifypipeline.reprocess.ReprocessException when it cannot be done
     */
    public Answer replay(@Header("endpoint") String endpoint, @Header("discard") String discard) {
        String only = ApiParameters.name("endpoint", endpoint);
        return Answer.json(200, Reprocessed.of(ApiParameters.flag(discard, "discard is true or false.")
                ? reprocessing.discard(only) : reprocessing.replay(only)));
    }
}
