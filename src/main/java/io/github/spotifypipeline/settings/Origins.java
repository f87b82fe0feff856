package io.github.spotifypipeline.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A list of web origins: scheme, host and port (RFC 6454), such as {@code https://i.scdn.co}. */
public final class Origins {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final List<String> entries;

    private Origins(List<String> entries) {
        this.entries = entries;
    }

    /** @param list separated by commas or blanks; empty: none */
    public static Origins of(String list) {
        return new Origins(Arrays.stream(list.split("[,\\s]+")).filter(entry -> !entry.isEmpty()).toList());
    }

    /** Tells of the first entry that is no origin. */
    void ifUnknown(Consumer<String> taker) {
        entries.stream().filter(entry -> uri(entry).filter(uri -> uri.getRawPath().matches("/?")
                && uri.getRawQuery() == null).isEmpty()).findFirst().ifPresent(taker);
    }

    /** The address as a URI, if its origin is one of these; it has no credentials and no fragment. */
    public Optional<URI> allow(String address) {
        return uri(address).filter(uri -> entries.stream()
                .anyMatch(entry -> uri(entry).map(Origins::origin).filter(origin(uri)::equals).isPresent()));
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = new URI(text);
            boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return isHttp && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
                    ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? HTTPS : HTTP;
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
