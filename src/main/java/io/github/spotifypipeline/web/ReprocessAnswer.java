package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.reprocess.ReprocessException;
import io.github.spotifypipeline.reprocess.ReprocessResult;
import io.github.spotifypipeline.reprocess.Reprocessing;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Header;

/** Runs what is in the database through the routes of today, and answers when that is done. */
public final class ReprocessAnswer {

    private final Reprocessing items;

    public ReprocessAnswer(Reprocessing items) {
        this.items = items;
    }

    /**
     * Tries dead letters again, or throws them away.
     *
     * @param endpoint of this endpoint; null: of all
     * @return 200 with {@code {"endpoints": [{"endpoint", "healed", "dead", "reason", "trouble"}]}}; 409 when it cannot be
     *     done now
     * @throws ErrorAnswers.NotFoundException   when there is no such endpoint
     * @throws ErrorAnswers.BadRequestException when the endpoint is empty
     */
    public Answer replay(@Header("endpoint") String endpoint, @Header("discard") String discard) {
        String only = named("endpoint", endpoint);
        if (discard != null && !List.of("true", "false").contains(discard)) {
            throw new ErrorAnswers.BadRequestException("discard is true or false.");
        }
        return answer(() -> "true".equals(discard) ? items.discard(only) : items.replay(only));
    }

    /**
     * Makes documents anew of their raw items.
     *
     * @param collection of this collection; null: of all
     * @return 200 with {@code {"endpoints": [{"endpoint", "changed", "unchanged", "failed", "skipped", "reason",
     *     "trouble"}]}}; 409 when it cannot be done, or not now
     * @throws ErrorAnswers.NotFoundException   when no endpoint has such a collection
     * @throws ErrorAnswers.BadRequestException when the collection is empty
     */
    public Answer retransform(@Header("collection") String collection) {
        return answer(() -> items.retransform(named("collection", collection)));
    }

    /** What is empty is no name, and was hardly meant for all. */
    private static String named(String parameter, String name) {
        if (name != null && name.isBlank()) {
            throw new ErrorAnswers.BadRequestException(parameter + " is empty: name one, or leave it out for all. Nothing was"
                    + " changed.");
        }
        return name;
    }

    private static Answer answer(Supplier<List<ReprocessResult>> work) {
        try {
            return ErrorAnswers.json(200, Map.of("endpoints", work.get().stream().map(ReprocessResult::asMap).toList()));
        } catch (ReprocessException e) {
            if (e.isNotFound()) {
                throw new ErrorAnswers.NotFoundException(e.getMessage());
            }
            return ErrorAnswers.error(409, e.getMessage());
        }
    }
}
