package io.github.spotifypipeline.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.SignInException;
import io.github.spotifypipeline.charts.StillCountingException;
import io.github.spotifypipeline.database.MongoRefusal;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.imports.flow.ImportRefusedException;
import io.github.spotifypipeline.reprocess.ReprocessException;
import io.github.spotifypipeline.spotify.SpotifyException;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the answers of the web routes, and puts failures into words. */
public final class ErrorAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);
    private static final int OUT_OF_DISK_SPACE = 14031;
    private static final String COUNTING_RETRY_SECONDS = "2";

    /** Puts an answer on a message of which nothing else may leave. */
    public void send(Answer answer, Message message) {
        message.removeHeaders("*");
        message.setHeader("CamelHttpResponseCode", answer.status());
        answer.headers().forEach(message::setHeader);
        message.setBody(answer.stream() == null ? answer.body() : answer.stream());
    }

    /** The body of an error. */
    public record ErrorBody(@JsonProperty(required = true) Problem error) {
    }

    /**
     * What is wrong.
     *
     * @param message for a person
     * @param remedy  the parameter that has a refused import done all the same; null, and left out, for none
     */
    public record Problem(int status, String message, @JsonInclude(JsonInclude.Include.NON_NULL) String remedy) {

        Problem(int status, String message) {
            this(status, message, null);
        }
    }

    /** An error as JSON. */
    static Answer error(int status, String message) {
        return error(new Problem(status, message), null);
    }

    private static Answer error(Problem problem, String accept) {
        return accept != null && accept.contains("text/html") ? PageAnswer.error(problem.status(), problem.message())
                : Answer.json(problem.status(), new ErrorBody(problem));
    }

    /**
     * An error for whoever asked.
     *
     * @param accept the request's Accept header, or null: a browser gets a small page, everyone else JSON
     */
    static Answer error(int status, String message, String accept) {
        return error(new Problem(status, message), accept);
    }

    /**
     * What to answer when a route failed: never the exception's own text, unless it was written for people.
     *
     * @param accept the request's Accept header, or null: a browser gets a small page, everyone else JSON
     */
    public Answer failed(Throwable thrown, String accept) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StillCountingException counting) {
                return counting(counting, accept);
            }
        }
        return error(problem(thrown), accept);
    }

    /** The body of an error that passes by itself. */
    private record CountingBody(Problem error, CountedMonths counting) {
    }

    private record CountedMonths(int done, int of) {
    }

    private static Answer counting(StillCountingException e, String accept) {
        Problem problem = new Problem(503, e.getMessage());
        Answer answer = accept != null && accept.contains("text/html") ? error(problem, accept)
                : Answer.json(503, new CountingBody(problem, new CountedMonths(e.done(), e.of())));
        return answer.with("Retry-After", COUNTING_RETRY_SECONDS);
    }

    private static Problem problem(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SignInException) {
                LOG.info("sign-in refused: {}", cause.getMessage());
                return new Problem(400, cause.getMessage());
            }
            if (cause instanceof SpotifyException) {
                LOG.warn("sign-in failed: {}", cause.getMessage());
                return new Problem(400, "The sign-in could not be completed. " + cause.getMessage()
                        + (cause.getMessage().contains("/login") ? "" : " Then start again at /login."));
            }
            if (cause instanceof RequestException e) {
                return new Problem(e.status(), e.getMessage());
            }
            if (cause instanceof ImportRefusedException e) {
                return new Problem(e.status(), e.getMessage(), e.remedy());
            }
            if (cause instanceof ReprocessException e) {
                return new Problem(e.isNotFound() ? 404 : 409, e.getMessage());
            }
            if (cause instanceof MongoException e) {
                return problem(e);
            }
        }
        LOG.error("A web route failed", thrown);
        return new Problem(500, "This is a fault of the pipeline: its log says more.");
    }

    private static Problem problem(MongoException e) {
        return MongoRefusal.of(e).map(words -> {
            if (e.getCode() == OUT_OF_DISK_SPACE) {
                // over when there is room
                return new Problem(503, words);
            }
            LOG.error("MongoDB refused what a web route asked of it", e);
            return new Problem(500, words);
        }).orElseGet(() -> new Problem(503, "MongoDB does not answer: try again when it does."));
    }
}
