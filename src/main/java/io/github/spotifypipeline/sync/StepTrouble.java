package io.github.spotifypipeline.sync;

import io.github.spotifypipeline.routefiles.MissingComponent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.ExpressionEvaluationException;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.http.base.HttpOperationFailedException;

/** What went wrong in a step that somebody has added, in a few words; never its message, which may quote data. */
final class StepTrouble {

    private StepTrouble() {
    }

    static String inWords(Throwable thrown) {
        return known(thrown).orElse("a fault of the step or of the program");
    }

    /** Whether there is nothing to be learned from the exception itself. */
    static boolean isKnown(Throwable thrown) {
        return known(thrown).isPresent();
    }

    private static Optional<String> known(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).map(StepTrouble::words)
                .filter(Objects::nonNull).findFirst();
    }

    private static String words(Throwable cause) {
        Optional<String> missing = MissingComponent.inWords(cause);
        if (missing.isPresent()) {
            return missing.get();
        }
        if (cause instanceof HttpOperationFailedException e) {
            return "what it calls answered HTTP " + e.getStatusCode();
        }
        if (cause instanceof UnknownHostException) {
            return "a host that it calls has no address";
        }
        // Kafka has one of its own
        if (cause instanceof SocketTimeoutException || cause.getClass().getSimpleName().equals("TimeoutException")) {
            return "what it calls did not answer in time";
        }
        if (cause instanceof ConnectException) {
            return "what it calls could not be reached";
        }
        if (cause instanceof SQLException e) {
            return "an SQL database refused it or could not be reached (SQLSTATE " + e.getSQLState() + ")";
        }
        if (cause instanceof IOException) {
            return "a file or a connection could not be read or written";
        }
        if (cause instanceof NoTypeConversionAvailableException || cause instanceof InvalidPayloadException
                || cause instanceof TypeConversionException) {
            return "a value is of another type than it takes";
        }
        if (cause instanceof NoSuchBeanException) {
            return "it names a bean that is not there";
        }
        return cause instanceof ExpressionIllegalSyntaxException || cause instanceof ExpressionEvaluationException
                ? "an expression of it cannot be evaluated" : null;
    }
}
