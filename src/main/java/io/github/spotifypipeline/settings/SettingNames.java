package io.github.spotifypipeline.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds names that are set but have no effect, and what was probably meant. */
public final class SettingNames {

    /** The setting of an endpoint's interval. */
    static final String INTERVAL = "sync\\.[^.]+\\.every";

    private static final String INTERVAL_VARIABLE = "SYNC_.+_EVERY";

    /** Near HTTPS_PROXY and NOTIFY_URL, but what other programs and docs/examples/notify/ntfy.camel.yaml read. */
    private static final Set<String> OF_OTHERS = Set.of("HTTP_PROXY", "http_proxy", "NTFY_URL");

    /** What the Kamelets need in another application. */
    private static final Set<SettingKey.Section> OF_KAMELETS = Set.of(SettingKey.Section.SPOTIFY,
            SettingKey.Section.MONGODB, SettingKey.Section.SYNCS, SettingKey.Section.LIMITS, SettingKey.Section.TUNING);

    private final SettingValues values;
    private final boolean sandbox;

    SettingNames(SettingValues values, boolean sandbox) {
        this.values = values;
        this.sandbox = sandbox;
    }

    /**
     * The setting of {@link Settings#ofApplication} that an unknown name probably means; empty when none is near.
     */
    public static Optional<String> meantInApplication(String name) {
        return Spelling.nearest(name, Arrays.stream(SettingKey.values()).map(SettingKey::key)
                .map(key -> key.startsWith(SettingValues.PREFIX) ? key : SettingValues.PREFIX + key)
                .filter(SettingNames::isOfApplication).toList());
    }

    /** Whether a name that begins with {@code spotify.} is one of the settings of {@link Settings#ofApplication}. */
    public static boolean isOfApplication(String name) {
        String key = name.substring(SettingValues.PREFIX.length());
        return SettingKey.of(name).isPresent() || key.matches(INTERVAL)
                || SettingKey.of(key).map(SettingKey::section).filter(OF_KAMELETS::contains).isPresent()
                || Set.of("data.dir", "timezone", "token.key").contains(key);
    }

    /**
     * One sentence for each interval, such as {@code SYNC_RECENTLY_PLAYED_EVERY}, that is set for none of these
     * endpoints.
     */
    public List<String> intervalsWithoutEffect(Collection<String> endpoints) {
        Set<String> known = endpoints.stream().map(id -> "sync." + id + ".every").collect(Collectors.toSet());
        Set<String> knownVariables = known.stream().map(SettingKey::environmentName).collect(Collectors.toSet());
        Stream<String> written = values.texts().stringPropertyNames().stream().filter(key -> key.matches(INTERVAL))
                .filter(key -> !known.contains(key) && !values.text(key).isEmpty()
                        && !(sandbox && SandboxSettings.PACES.containsKey(key)));
        Stream<String> variables = values.environment().keySet().stream()
                .filter(name -> name.matches(INTERVAL_VARIABLE))
                .filter(name -> !knownVariables.contains(name) && !values.environment().get(name).isBlank());
        return Stream.concat(written, variables).sorted().map(name -> name + " is set, but there is no such endpoint:"
                + " correct the name; there are " + String.join(", ", endpoints) + ".").toList();
    }

    /** One sentence for each environment variable that looks like a setting but is none. Other programs may read it. */
    public List<String> strangeVariables() {
        List<String> known = Arrays.stream(SettingKey.values()).flatMap(setting -> setting.variables().stream())
                .toList();
        return values.environment().keySet().stream().filter(name -> !known.contains(name) && !OF_OTHERS.contains(name)
                        && !name.matches(INTERVAL_VARIABLE) && !values.environment().get(name).isBlank())
                .sorted().flatMap(name -> meant(name, known).stream().map(meant -> name + " is set, which is no"
                        + " setting: did you mean " + meant + "?")).toList();
    }

    private Optional<String> meant(String name, List<String> known) {
        return Arrays.stream(SettingKey.values())
                .filter(setting -> SettingKey.environmentName(setting.key()).equals(name))
                .findFirst()
                .map(setting -> setting.variables().get(0)).or(() -> Spelling.nearest(name, known))
                .filter(variable -> values.environment().getOrDefault(variable, "").isBlank());
    }
}
