package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.reprocess.Reprocessing;
import org.apache.camel.Header;

/** {@code POST /api/retransform}: makes documents anew of their raw items, and answers when that is done. */
public final class RetransformAnswer {

    private final Reprocessing reprocessing;

    public RetransformAnswer(Reprocessing reprocessing) {
        this.reprocessing = reprocessing;
    }

    /**
     * Makes them.
     *
     * @param collection only those of this collection; null: all
     * @return 200 with {@link Reprocessed}: {@code changed}, {@code unchanged}, {@code failed} and {@code skipped} of
     *     each endpoint
     * @throws RequestException 400 when the collection is blank
     * @throws io.github.spotifypipeline.reprocess.ReprocessException when it cannot be done
     */
    public Answer retransform(@Header("collection") String collection) {
        return Answer.json(200, Reprocessed.of(reprocessing.retransform(ApiParameters.name("collection", collection))));
    }
}
