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
 * Which calls go through a proxy: those of https, unless they are excepted; with no proxy set, those that the JVM's own
 * properties say. This machine is never asked through one.
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
     * @param proxy  {@code http://user:password@host:port}, of which host and port are enough; empty: none is set
     * @param direct names, addresses or {@code *}, separated by commas or blanks, a port behind them if need be
     * @throws SettingsException when it is no address of a proxy; the message does not repeat it
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
            // answered below: the value may hold a password
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

    /** The proxy that is set, its name not looked up; null when none is. */
    public InetSocketAddress address() {
        return proxy;
    }

    /** What the proxy that is set asks for; null when it is given nothing. */
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

    /** Nothing: each call says itself that it failed. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // see above
    }
}
