package io.github.spotifypipeline.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSettingsTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("new/spotify-pipeline.env");
    }

    @Test
    void areWhatThePipelineReadsAndNothingElseOfTheShell() {
        Map<String, String> shell = Map.of("SPOTIFY_CLIENT_ID", "mine", "HTTPS_PROXY", "http://proxy:3128",
                "SYNC_SAVED_TRACKS_EVERY", "6h", "JAVA_OPTS", "-Xmx1g", "PATH", "/bin", "HOME", "/home/anna",
                "AWS_SECRET_ACCESS_KEY", "another's", "TIMEZONE", "  ");

        assertThat(ServiceSettings.in(file()).with(shell, false).names()).containsExactly("HTTPS_PROXY", "JAVA_OPTS",
                "SPOTIFY_CLIENT_ID", "SYNC_SAVED_TRACKS_EVERY");
        assertThat(ServiceSettings.in(file()).with(shell, true).variables()).containsEntry("PATH", "/bin");
    }

    @Test
    void areKeptFromOthersAndFromThePastUnlessTheyAreSetAnew() throws Exception {
        ServiceSettings.in(file()).with(Map.of("ADMIN_TOKEN", "a $b `c` \"d\" \\e 'f' %h é", "HTTP_PORT", "9000"),
                false).write();
        ServiceSettings.in(file()).with(Map.of("HTTP_PORT", "9001"), false).write();

        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(file())).endsWith("ADMIN_TOKEN=\"a \\$b \\`c\\` \\\"d\\\" \\\\e 'f' %h é\"\n"
                + "HTTP_PORT=\"9001\"\n");
        assertThat(ServiceSettings.in(file()).variables()).isEqualTo(
                Map.of("ADMIN_TOKEN", "a $b `c` \"d\" \\e 'f' %h é", "HTTP_PORT", "9001"));
    }

    @Test
    void aPersonMayWriteThemWithoutQuotes() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "# mine\n\nHTTP_PORT=9000\nTIMEZONE='Europe/Berlin'\nnonsense\n");

        assertThat(ServiceSettings.in(file()).variables())
                .isEqualTo(Map.of("HTTP_PORT", "9000", "TIMEZONE", "Europe/Berlin"));
    }

    @Test
    void aValueWithALineBreakIsRefused() {
        assertThatThrownBy(() -> ServiceSettings.in(file()).with(Map.of("ADMIN_TOKEN", "hunter2\nPATH=/tmp"), false))
                .isInstanceOf(ServiceException.class).hasMessageContaining("ADMIN_TOKEN")
                .hasMessageNotContaining("hunter2");
    }
}
