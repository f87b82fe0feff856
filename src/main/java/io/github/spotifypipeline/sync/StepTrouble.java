package io.github.spotifypipeline.sync;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
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
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String words = known(cause);
            if (words != null) {
                return words;
            }
        }
        return "a fault of the step or of the program";
    }

    private static String known(Throwable cause) {
        if (cause instanceof HttpOperationFailedException e) {
            return "what it calls answered HTTP " + e.getStatusCode();
        }
        if (cause instanceof UnknownHostException) {
            return "a host that it calls has no address";
        }
        if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
            return "what it calls did not answer in time";
        }
        if (cause instanceof ConnectException) {
            return "what it calls could not be reached";
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
