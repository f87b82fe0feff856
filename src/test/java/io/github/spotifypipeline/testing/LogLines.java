package io.github.spotifypipeline.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What is logged while this is open, a line an event, with the names of the exceptions. */
public final class LogLines extends AbstractAppender implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines() {
        super("log-lines", null, null, true, Property.EMPTY_ARRAY);
    }

    /** Begins to listen. */
    public static LogLines listen() {
        LogLines lines = new LogLines();
        lines.start();
        root().addAppender(lines, null, null);
        return lines;
    }

    @Override
    public void append(LogEvent event) {
        lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage()
                + (event.getThrown() == null ? "" : " " + event.getThrown()));
    }

    /** The lines so far. */
    public List<String> lines() {
        return lines;
    }

    /** Ends. */
    @Override
    public void close() {
        root().removeAppender(getName());
        stop();
    }

    private static LoggerConfig root() {
        return ((LoggerContext) LogManager.getContext(false)).getConfiguration().getRootLogger();
    }
}
