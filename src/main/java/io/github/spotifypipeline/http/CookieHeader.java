package io.github.spotifypipeline.http;

import java.util.Arrays;

/** Reads a Cookie header leniently: the browser sends the cookies of every program on this machine, odd ones too. */
public final class CookieHeader {

    private CookieHeader() {
    }

    /** The value of the first cookie of a name; empty when there is none. @param header null when there is no header */
    public static String value(String header, String name) {
        return header == null ? "" : Arrays.stream(header.split(";")).map(String::strip)
                .filter(cookie -> cookie.startsWith(name + "=")).map(cookie -> cookie.substring(name.length() + 1))
                .findFirst().orElse("");
    }
}
