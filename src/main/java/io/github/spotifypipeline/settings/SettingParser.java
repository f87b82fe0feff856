package io.github.spotifypipeline.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Checks the text of a setting and returns its value. */
@FunctionalInterface
interface SettingParser {

    /** Any text. */
    SettingParser TEXT = (setting, text, home) -> text;

    SettingParser TRUTH = (setting, text, home) -> {
        String truth = text.toLowerCase(Locale.ROOT);
        require(truth.equals("true") || truth.equals("false"), setting, "must be true or false.");
        return truth.equals("true");
    };

    SettingParser INTERVAL = (setting, text, home) -> Interval.parse(text).orElseThrow(() -> new SettingsException(
            setting + " must be an interval such as 30s: " + Interval.FORM + "."));

    /** A time zone. Empty means the system's. */
    SettingParser ZONE = (setting, text, home) -> {
        try {
            ZoneId zone = text.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(text);
            // MongoDB and java.util.TimeZone do not know UTC+05:30; MongoDB does not know Z
            zone = zone.getId().matches("(UTC|GMT|UT)[+-].*") ? zone.normalized() : zone;
            return zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
        } catch (DateTimeException e) {
            throw new SettingsException(setting + " is not a time zone: write it like Europe/Berlin.");
        }
    };

    SettingParser FOLDER = (setting, text, home) -> {
        Path folder = text.isEmpty() ? null : below(home, text);
        require(folder != null, setting, "must be a folder.");
        return folder;
    };

    /** Null where none is set. */
    SettingParser CERTIFICATES = (setting, text, home) -> {
        Path file = text.isEmpty() ? null : below(home, text);
        require(text.isEmpty() || file != null && Files.isReadable(file) && Files.isRegularFile(file), setting,
                "must be a file that can be read: the certificates, in PEM.");
        return file;
    };

    /** A host as in a URL: an IPv6 address is in brackets. */
    SettingParser HOST = (setting, text, home) -> Loopback.inUrl(text);

    SettingParser HOSTS = (setting, text, home) -> {
        List<String> hosts = Arrays.stream(text.split(",")).map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty()).toList();
        require(hosts.stream().allMatch(host -> host.matches("[^\\s/@:\\[\\]]+|\\[[0-9a-f:.]+]")), setting,
                "must be names or addresses without a port, separated by commas, IPv6 in brackets.");
        return hosts;
    };

    SettingParser ADMIN_TOKEN = (setting, text, home) -> {
        require(text.isEmpty() || text.matches("[!-~]{16,}"), setting, "must have 16 characters or more, which are"
                + " letters, digits and signs of ASCII: others do not travel in a header.");
        return text;
    };

    /** The base URL of a service of Spotify, without a slash at the end. */
    SettingParser SERVICE = (setting, text, home) -> WebAddress.serviceAt(setting.toString(), text);

    SettingParser ORIGINS = (setting, text, home) -> {
        Origins.of(text).ifUnknown(entry -> {
            throw new SettingsException(setting + " must be origins such as https://i.scdn.co, separated by commas: \""
                    + entry + "\" is none.");
        });
        return text;
    };

    /** Null where none is set. */
    SettingParser ADDRESS = (setting, text, home) -> text.isEmpty() ? null
            : WebAddress.checked(setting.toString(), text);

    SettingParser REDIRECT = (setting, text, home) -> RedirectUri.checked(text);

    SettingParser PROXY = (setting, text, home) -> Proxies.of(text, "");

    /** @throws SettingsException when the text cannot work */
    Object parse(SettingKey setting, String text, Path home);

    static SettingParser number(int least, int most) {
        return (setting, text, home) -> {
            boolean isNumber = text.matches("[+-]?\\d{1,9}");
            require(isNumber && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most, setting,
                    "must be a number from " + least + " to " + most + ".");
            return Integer.parseInt(text);
        };
    }

    /** A port. Where 0 is allowed, it means any free port. */
    static SettingParser port(int least) {
        return number(least, 65_535);
    }

    static SettingParser millis(int least, int most) {
        return (setting, text, home) -> Duration.ofMillis((int) number(least, most).parse(setting, text, home));
    }

    static SettingParser oneOf(String one, String other) {
        return (setting, text, home) -> {
            require(text.equals(one) || text.equals(other), setting, "must be " + one + " or " + other + ".");
            return text;
        };
    }

    /** Null when the text is not a path. */
    private static Path below(Path home, String path) {
        try {
            return home.resolve(path).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static void require(boolean holds, SettingKey setting, String words) {
        if (!holds) {
            throw new SettingsException(setting + " " + words);
        }
    }
}
