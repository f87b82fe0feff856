package io.github.spotifypipeline.settings;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A setting as people may see it.
 *
 * @param value  what counts, with passwords covered; null when nothing is set, and for a secret
 * @param set    whether there is a value, other than the default
 * @param origin where it comes from
 */
public record ShownSetting(SettingKey setting, String value, boolean set, SettingOrigin origin) {

    /** What stands for a password. */
    static final String COVER = "••••";

    private static final Set<SettingKey> SECRET = EnumSet.of(SettingKey.SPOTIFY_CLIENT_SECRET, SettingKey.ADMIN_TOKEN,
            SettingKey.TOKEN_KEY, SettingKey.NOTIFY_URL);

    private static final Set<SettingKey> SPOTIFY = EnumSet.of(SettingKey.SPOTIFY_ACCOUNTS_URL,
            SettingKey.SPOTIFY_API_URL, SettingKey.COVERS_ORIGINS);

    /** Up to the last @, as a password may hold one although it should not. */
    private static final Pattern PASSWORD = Pattern.compile("^([a-z+]+://)?([^:/@]*:)?.*@", Pattern.DOTALL);
    private static final Pattern SECRET_OPTION =
            Pattern.compile("(?i)([?&][^=&]*(?:password|token|secret|propert)[^=&]*=)[^&]*");

    /** All settings of the table, in its order, as they count now. */
    public static List<ShownSetting> all(Settings settings) {
        return Arrays.stream(SettingKey.values()).map(setting -> of(setting, settings, settings.sandbox()
                && SPOTIFY.contains(setting) ? SettingOrigin.OF_SANDBOX : settings.origin(setting.key()))).toList();
    }

    private static ShownSetting of(SettingKey setting, Settings settings, SettingOrigin origin) {
        boolean set = origin.kind() != SettingOrigin.Kind.DEFAULT && !settings.text(setting.key()).isEmpty();
        String value = switch (setting) {
            case DATA_DIR -> settings.dataDir().toString();
            case ROUTES_DIR -> settings.routesDir().toString();
            case TIMEZONE -> settings.timezone().getId();
            case MONGODB_DATABASE -> settings.mongodbDatabase();
            default -> covered(settings.text(setting.key()));
        };
        return new ShownSetting(setting, value.isEmpty() || isSecret(setting) ? null : value, set, origin);
    }

    /** Whether its value is never shown. */
    public static boolean isSecret(SettingKey setting) {
        return SECRET.contains(setting);
    }

    /** An address without its password and without options that may hold one. */
    static String covered(String address) {
        String plain = PASSWORD.matcher(address).replaceFirst("$1$2" + COVER + "@");
        return SECRET_OPTION.matcher(plain).replaceAll("$1" + COVER);
    }
}
