package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.http.ApiJson;
import io.github.spotifypipeline.web.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncsUnderWayTest {

    private static final String BEFORE = "2026-11-23T11:00:00Z";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String SOON = NOW.plus(Duration.ofMinutes(20)).toString();
    private static final String LATER = NOW.plus(Duration.ofHours(1)).toString();

    private final SyncsUnderWay syncs = new SyncsUnderWay(status(BEFORE, SOON, null, null), Set.of("plays"), CLOCK);

    private static String text(String value) {
        return value == null ? "null" : '"' + value + '"';
    }

    private static Status status(String success, String next, String error, String blocked) {
        return ApiJson.read("{\"endpoints\":[{\"id\":\"plays\",\"accounts\":[{\"account_id\":\"anna\","
                + "\"last_success_at\":"
                + text(success) + ",\"next_run_at\":" + text(next) + ",\"last_error\":" + text(error)
                + ",\"blocked_until\":"
                + text(blocked) + ",\"documents\":3},"
                + "{\"account_id\":\"parked\",\"last_success_at\":null,\"next_run_at\":null}]},"
                + "{\"id\":\"other\",\"accounts\":[{\"account_id\":\"anna\",\"last_success_at\":null,\"next_run_at\":"
                + text(BEFORE) + "}]}]}", Status.class).orElseThrow();
    }

    private void ends(Status status, boolean good, String words) {
        syncs.look(status);
        assertThat(syncs.hasEnded()).isTrue();
        assertThat(syncs.haveSucceeded()).isEqualTo(good);
        assertThat(syncs.lines()).containsExactly("plays account=anna: " + words);
    }

    @Test
    void aNewSuccessEndsIt() {
        syncs.look(status(BEFORE, SOON, null, null));
        assertThat(syncs.hasEnded()).as("nothing has changed").isFalse();
        assertThat(syncs.lines()).containsExactly("plays account=anna: goes on");
        ends(status("2026-11-23T12:00:00Z", LATER, null, null), true, "succeeded, 3 documents stored");
        ends(status("2026-11-23T12:00:00Z", LATER, "later", LATER), true, "succeeded, 3 documents stored");
    }

    @Test
    void aNewTryLaterMeansThatItFailed() {
        syncs.look(status(BEFORE, SOON, "an error of before", null));
        assertThat(syncs.hasEnded()).isFalse();
        syncs.look(status(BEFORE, NOW.toString(), "an error of before", null));
        assertThat(syncs.hasEnded()).as("its turn comes now").isFalse();
        ends(status(BEFORE, LATER, "Spotify is down", null), false, "failed: Spotify is down");
    }

    @Test
    void whatCannotRunIsNotWaitedFor() {
        ends(status(BEFORE, SOON, null, LATER), false, "blocked until " + LATER);
        SyncsUnderWay nobody = new SyncsUnderWay(status(BEFORE, SOON, null, null), Set.of("nothing"), CLOCK);
        assertThat(nobody.hasEnded()).isTrue();
        assertThat(nobody.haveSucceeded()).isFalse();
    }
}
