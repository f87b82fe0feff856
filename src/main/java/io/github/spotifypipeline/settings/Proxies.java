package io.github.spotifypipeline.settings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which calls go through a proxy. If a proxy is set, calls by https do, apart from exceptions. Otherwise the JVM's own
 * properties decide. Calls to this machine never do.
 */
public final class Proxies extends ProxySelector {

    private final InetSocketAddress proxy;
    private final PasswordAuthentication credentials;
    private final List<String> direct;

    private Proxies(InetSocketAddress proxy, PasswordAuthentication credentials, List<String> direct) {
        this.proxy = proxy;
        this.credentials = credentials;
        this.direct = direct;
    }

    /**
     * @param proxy  {@code http://user:password@host:port}, where user and password may be missing; empty: none is set
     * @param direct hosts without a proxy: names, addresses or {@code *}, each with a port or not, separated by commas
     *               or blanks
     * @throws SettingsException when {@code proxy} has another form; the message does not repeat it
     */
    static Proxies of(String proxy, String direct) {
        List<String> excepted = Arrays.stream(direct.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty()).toList();
        if (proxy.isEmpty()) {
            return new Proxies(null, null, excepted);
        }
        try {
            URI uri = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
            if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getRawPath().matches("/?")
                    && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                int port = uri.getPort() < 0 ? 80 : uri.getPort();
                return new Proxies(InetSocketAddress.createUnresolved(uri.getHost().replaceAll("[\\[\\]]", ""), port),
                        credentials(uri.getRawUserInfo()), excepted);
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // the exception below says it without the value, which may hold a password
        }
        throw new SettingsException(SettingKey.SPOTIFY_PROXY + " is no address of an HTTP proxy: write it like"
                + " http://proxy.example.org:3128, or http://user:password@proxy.example.org:3128 with : / @ in user"
                + " and"
                + " password percent-encoded.");
    }

    private static PasswordAuthentication credentials(String userInfo) {
        if (userInfo == null) {
            return null;
        }
        String[] parts = userInfo.replace("+", "%2B").split(":", 2);
        return new PasswordAuthentication(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                (parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8)).toCharArray());
    }

    /** The address of the proxy, not resolved; null when none is set. */
    public InetSocketAddress address() {
        return proxy;
    }

    /** User and password for the proxy; null when none are set. */
    public PasswordAuthentication credentials() {
        return credentials;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        if (Loopback.isLoopback(host) || proxy != null && isDirect(host, uri)) {
            return List.of(Proxy.NO_PROXY);
        }
        if (proxy != null) {
            return List.of("https".equalsIgnoreCase(uri.getScheme()) ? new Proxy(Proxy.Type.HTTP, proxy)
                    : Proxy.NO_PROXY);
        }
        ProxySelector ofTheJvm = ProxySelector.getDefault();
        return ofTheJvm == null ? List.of(Proxy.NO_PROXY) : ofTheJvm.select(uri);
    }

    private boolean isDirect(String host, URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return direct.stream().anyMatch(entry -> entry.equals("*")
                || isOf(host, entry) || entry.endsWith(":" + port) && isOf(host, entry.substring(0,
                entry.lastIndexOf(':'))));
    }

    private static boolean isOf(String host, String entry) {
        String name = entry.replaceAll("[\\[\\]]", "").replaceFirst("^\\*?\\.", "");
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    /** Does nothing: the call that fails says so. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the call that fails says so
    }
}
