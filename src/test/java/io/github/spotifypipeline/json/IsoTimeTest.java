package io.github.spotifypipeline.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

    @ParameterizedTest
    @ValueSource(strings = {"2025-04-28T21:16:38Z", "2025-04-28T21:16:38.007Z", "2024-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "2016-12-31T23:59:60Z", "2025-04-28T24:00:00Z",
        "2025-04-28T21:16:38+02:00", "2025-04-28T21:16:38.1234567Z", "+12025-04-28T21:16:38Z",
        "2025-04-28t21:16:38z"})
    void takesWhatTheJdkTakes(String text) {
        assertThat(IsoTime.parse(text)).isEqualTo(Instant.parse(text));
    }

    @Test
    void isTheJdksForAnyInstant() {
        Random dice = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochMilli(dice.nextLong(-62_167_219_200_000L, 253_402_300_800_000L));
            assertThat(IsoTime.parse(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2025-04-28", "2025-02-29T00:00:00Z", "2025-13-28T21:16:38Z", "2025-04-28 21:16:38Z",
        "2025-04-28T21:16:+8Z", "2025-04-28T21:60:00Z", "2025-04-28T25:00:00Z", "2025-04-28T21:16:61Z",
        "2025-04-28T21:16:38,007Z", "٢٠25-04-28T21:16:38Z"})
    void refusesWhatTheJdkRefuses(String text) {
        assertThatThrownBy(() -> IsoTime.parse(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
