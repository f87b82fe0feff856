package io.github.spotifypipeline.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells whether a host, as written in a URL or a setting, means this machine only. No name is looked up. */
public final class Loopback {

    private static final Pattern IPV4 = Pattern.compile("127(\\.\\d{1,3}){3}");

    private Loopback() {
    }

    /** True for 127.0.0.0/8 and ::1 (with or without brackets), not for names. */
    public static boolean isLiteral(String host) {
        return IPV4.matcher(host).matches() || host.equals("::1") || host.equals("[::1]");
    }

    /** True for a literal as above and for the name {@code localhost}. */
    public static boolean isLoopback(String host) {
        return isLiteral(host) || host.toLowerCase(Locale.ROOT).equals("localhost");
    }
}
