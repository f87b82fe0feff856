package io.github.spotifypipeline.settings;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells whether a host in a URL or a setting means this machine only. It looks up no name in DNS. */
public final class Loopback {

    private static final Pattern IPV4 = Pattern.compile("127(\\.\\d{1,3}){3}");

    private Loopback() {
    }

    /** True for 127.0.0.0/8 and ::1 (with or without brackets), not for names. */
    public static boolean isLiteral(String host) {
        return IPV4.matcher(host).matches() || host.equals("::1") || host.equals("[::1]");
    }

    /**
     * A host as it stands in a URL: an IPv6 address in brackets, this machine's as {@code [::1]}.
     *
     * @throws SettingsException when it is neither a name nor an address
     */
    static String inUrl(String host) {
        String plain = host.matches("\\[.*]") ? host.substring(1, host.length() - 1) : host;
        try {
            if (plain.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
                InetAddress address = InetAddress.getByName(plain);
                return address instanceof Inet4Address ? address.getHostAddress()
                        : address.isLoopbackAddress() ? "[::1]" : "[" + plain + "]";
            }
        } catch (UnknownHostException e) {
            // the exception below says it
        }
        if (host.matches("[^\\s/@?#:\\[\\]]+")) {
            return host;
        }
        throw new SettingsException(SettingKey.HTTP_HOST + " must be an address or a name alone, such as 127.0.0.1 or"
                + " ::1.");
    }

    /** True for a literal as above and for the name {@code localhost}. */
    public static boolean isLoopback(String host) {
        return isLiteral(host) || host.toLowerCase(Locale.ROOT).equals("localhost");
    }
}
