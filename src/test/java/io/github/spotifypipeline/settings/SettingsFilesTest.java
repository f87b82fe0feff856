package io.github.spotifypipeline.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code application.properties} and README.md say of the settings what their table says. What follows from the table
 * is
 * written by {@code mvn test -Dtest=SettingsFilesTest -Dsettings=write}.
 */
class SettingsFilesTest {

    private static final int WIDTH = 110;
    private static final Path PROPERTIES = Path.of("application.properties");
    private static final Path README = Path.of("README.md");
    private static final String HEAD = "| property | environment | default |\n|---|---|---|\n";

    @Test
    void applicationPropertiesIsTheTable() throws IOException {
        compare(PROPERTIES, properties());
    }

    @Test
    void theListInTheReadmeIsTheTable() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(HEAD) + HEAD.length();
        compare(README, readme.substring(0, begin) + list() + readme.substring(readme.indexOf("\n\n", begin) + 1));
    }

    private static void compare(Path file, String expected) throws IOException {
        if ("write".equals(System.getProperty("settings"))) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected);
    }

    private static String properties() {
        StringBuilder text = new StringBuilder(comment("The settings of the Spotify pipeline. Each can also be given"
                + " by the"
                + " environment variable named in square brackets, which wins; an empty variable counts as not set."
                + " Changes"
                + " take effect at the next start."));
        for (SettingKey.Section section : SettingKey.Section.values()) {
            String title = "# --- " + section.title() + " ";
            text.append('\n').append(title).append("-".repeat(WIDTH - title.length())).append('\n');
            Arrays.stream(SettingKey.values()).filter(setting -> setting.section() == section).forEach(setting -> {
                text.append(comment(setting.comment() + " [" + setting.variables().get(0) + "]"));
                text.append(section == SettingKey.Section.TUNING ? "#" : "");
                text.append((setting.key() + " = " + setting.byDefault()).strip()).append('\n');
            });
            if (section == SettingKey.Section.SYNCS) {
                text.append(comment("How often an endpoint runs, in place of what its route file says, such as 30m,"
                        + " 6h or 1d12h: " + Interval.FORM
                        + ". [SYNC_RECENTLY_PLAYED_EVERY]")).append("#sync.recently-played.every = 20m\n");
            }
        }
        return text + "\n# Options of Apache Camel may be added here, too, such as\n#camel.main.tracing = true\n"
                + comment("and settings of your own, which your route files ask for by {{name}}.");
    }

    private static String comment(String text) {
        StringBuilder lines = new StringBuilder("#");
        int width = 1;
        for (String word : text.split(" ")) {
            if (width + 1 + word.length() > WIDTH) {
                lines.append("\n#");
                width = 1;
            }
            lines.append(' ').append(word);
            width += 1 + word.length();
        }
        return lines.append('\n').toString();
    }

    private static String list() {
        return Arrays.stream(SettingKey.values()).map(SettingsFilesTest::row).collect(Collectors.joining());
    }

    private static String row(SettingKey setting) {
        String byDefault = setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`";
        String separator = byDefault.isEmpty() || setting.inShort().isEmpty() ? "" : ": ";
        String row = "| `" + setting.key() + "` | `" + setting.variables().get(0) + "` | " + byDefault + separator
                + setting.inShort() + " |\n";
        return setting == SettingKey.SYNC_ACCOUNTS_AT_ONCE
                ? row + "| `sync.<endpoint>.every` | `SYNC_<ENDPOINT>_EVERY` | what the endpoint's route says |\n"
                : row;
    }
}
