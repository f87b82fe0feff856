package io.github.spotifypipeline.web;

import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.LoggingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what goes wrong while an answer is sent. A client that goes away before the end is not worth a warning. */
final class LostAnswers extends LoggingExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LostAnswers.class);

    LostAnswers(CamelContext camel) {
        super(camel, LostAnswers.class);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debug("An answer was not sent", failure);
        } else {
            super.handleException(message, exchange, failure);
        }
    }
}
