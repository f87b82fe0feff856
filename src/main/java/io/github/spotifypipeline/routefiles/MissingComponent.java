package io.github.spotifypipeline.routefiles;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says which jar is missing where a step needs a component of Camel that does not come with the program. */
public final class MissingComponent {

    private static final Pattern SCHEME = Pattern.compile(
            "(?:No component found with scheme|No endpoint could be found for): ([a-z0-9-]+)");
    private static final Pattern FORMAT = Pattern.compile("Data format '?([a-zA-Z0-9-]+)'? could not be created.*",
            Pattern.DOTALL);

    /** The schemes that are not named as their component's jar. */
    private static final Map<String, String> JARS = Map.of("smtp", "mail", "smtps", "mail", "imap", "mail", "imaps",
            "mail", "pop3", "mail", "pop3s", "mail", "sftp", "ftp", "ftps", "ftp", "https", "http");

    private MissingComponent() {
    }

    /** What to do; empty where the exception itself, its causes aside, is about something else. */
    public static Optional<String> inWords(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        Matcher scheme = SCHEME.matcher(message);
        if (scheme.find()) {
            return Optional.of(remedy("component", scheme.group(1)));
        }
        Matcher format = FORMAT.matcher(message);
        if (format.matches()) {
            return Optional.of(remedy("data format", format.group(1)));
        }
        return thrown instanceof NoClassDefFoundError || thrown instanceof ClassNotFoundException
                ? Optional.of("a library that it needs is not there: put the component's jar and all that it depends on"
                + " into lib/, and start again") : Optional.empty();
    }

    private static String remedy(String what, String name) {
        return "the " + what + " " + name + " is not there: put camel-" + JARS.getOrDefault(name, name)
                + " and all that it depends on into lib/, and start again";
    }
}
