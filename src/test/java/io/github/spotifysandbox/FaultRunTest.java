package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifysandbox.music.MadeUpMusic;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultRunTest extends ListenerTest {

    private static final String PATH = "/v1/me/tracks";

    @BeforeEach
    void fill() {
        demo.emptyLibrary();
        for (int i = 0; i < 4; i++) {
            demo.savedTracks().add(MadeUpMusic.track("Song " + i, "Artist"), minute(i));
        }
    }

    @Test
    void changeShowsInTheVeryAnswer() {
        sandbox.fault(Fault.on(PATH).run(() -> demo.savedTracks().clear()));

        assertThat(get("/me/tracks").get("total").asInt()).isZero();
    }

    @Test
    void listCanMoveBetweenTwoPages() {
        sandbox.fault(Fault.on(PATH).after(1).run(() ->
                demo.savedTracks().add(MadeUpMusic.track("Added meanwhile", "Artist"), minute(9))));

        assertThat(texts("/me/tracks?limit=2", "/track/name"))
                .containsExactly("Song 3", "Song 2", "Song 2", "Song 1", "Song 0");
    }

    @Test
    void actionRunsOnceUnlessTold() {
        AtomicInteger runs = new AtomicInteger();
        sandbox.fault(Fault.on(PATH).run(runs::incrementAndGet));
        sandbox.fault(Fault.on(PATH).after(1).times(2).run(runs::incrementAndGet));

        for (int i = 0; i < 4; i++) {
            get("/me/tracks");
        }

        assertThat(runs).hasValue(3);
    }

    @Test
    void actionGoesBeforeAFaultThatReplacesTheAnswer() {
        sandbox.fault(Fault.on(PATH).delay(Duration.ofMillis(1)).run(() -> demo.savedTracks().clear()));
        sandbox.fault(Fault.on(PATH).status(503));

        assertThat(call("/me/tracks").statusCode()).isEqualTo(503);
        assertThat(get("/me/tracks").get("total").asInt()).isZero();
    }

    @Test
    void actionAndStatusGoTogether() {
        sandbox.fault(Fault.on(PATH).status(429).run(() -> demo.savedTracks().clear()));

        assertThat(call("/me/tracks").statusCode()).isEqualTo(429);
        assertThat(demo.savedTracks().size()).isZero();
    }

    @Test
    void actionMayUseTheSandbox() {
        sandbox.fault(Fault.on(PATH).run(() -> {
            sandbox.shape(Shape.OLDER);
            sandbox.fault(Fault.on(PATH).status(500));
            demo.expireAccessTokens();
        }));

        assertThat(call("/me/tracks").statusCode()).isEqualTo(401);
        assertThat(call("/me/tracks").statusCode()).isEqualTo(500);
    }

    @Test
    void actionThatThrowsMakesTheAnswerA500() {
        sandbox.fault(Fault.on(PATH).run(() -> {
            throw new IllegalStateException("on purpose");
        }));

        assertThat(call("/me/tracks").statusCode()).isEqualTo(500);
        assertThat(call("/me/tracks").statusCode()).isEqualTo(200);
    }
}
