package io.github.spotifypipeline.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** The lines of the log with a text in them, from now until it is closed. */
public final class LogLines extends AbstractAppender implements AutoCloseable {

    private final String text;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines(String text) {
        super("LogLines", null, null, true, Property.EMPTY_ARRAY);
        this.text = text;
    }

    public static LogLines of(String text) {
        LogLines lines = new LogLines(text);
        lines.start();
        root().addAppender(lines);
        return lines;
    }

    private static Logger root() {
        return (Logger) LogManager.getRootLogger();
    }

    @Override
    public void append(LogEvent event) {
        String line = event.getMessage().getFormattedMessage();
        if (line.contains(text)) {
            lines.add(line);
        }
    }

    public List<String> all() {
        return lines;
    }

    @Override
    public void close() {
        root().removeAppender(this);
        stop();
    }
}
