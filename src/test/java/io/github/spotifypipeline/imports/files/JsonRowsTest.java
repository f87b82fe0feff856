package io.github.spotifypipeline.imports.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRowsTest {

    private static final ReadLimits LIMITS = new ReadLimits(9, 1 << 20, 1 << 20, 200, 64, 3);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', nullValues = "none", value = {
        "[] | none | none",
        "  [ ] | none | none",
        "[{}] | {} | none",
        "[{\"a\":1},{\"b\":\"x\"}] | {\"a\":1} {\"b\":\"x\"} | none",
        "[{\"a\":\"]}[{,\\\"\\\\\"} , 5] | {\"a\":\"]}[{,\\\"\\\\\"} 5 | none",
        "[null,\"x,y\",[1,[2]],true] | null \"x,y\" [1,[2]] true | none",
        "[{\"a\":1},] | {\"a\":1} | none",
        "[{]},{}] | {] | is damaged: its brackets do not match",
        "[[[[1]]],[[[[1]]]],{}] | [[[1]]] (is nested deeper than 3 levels) {} | none",
        "[{\"a\":1},{\"a | {\"a\":1} | is cut off: its JSON ends before the array does",
        "[{\"a\":1} | {\"a\":1} | is cut off: its JSON ends before the array does",
        "[{\"a\":1},{} ] x | {\"a\":1} {} | goes on after the end of its JSON array",
        "{\"a\":1} | none | is not a JSON array",
        "<html> | none | is not a JSON array",
        "'' | none | is not a JSON array",
        "} | none | is not a JSON array"})
    void givesTheElementsAsFarAsTheyAreGood(String text, String rows, String damage) throws IOException {
        List<String> expected = new ArrayList<>(rows == null ? List.of() : List.of(rows));
        if (damage != null) {
            expected.add("! " + damage);
        }

        assertThat(String.join(" ", read(stream(text), LIMITS))).isEqualTo(String.join(" ", expected));
    }

    @Test
    void saysThatAFileIsEmptyOrUtf16() throws IOException {
        assertThat(read(stream(""), LIMITS)).containsExactly("! is empty");
        assertThat(read(new ByteArrayInputStream("[]".getBytes(StandardCharsets.UTF_16)), LIMITS))
                .containsExactly("! is UTF-16; an export is UTF-8");
    }

    @Test
    void skipsAByteOrderMark() throws IOException {
        assertThat(read(stream("\uFEFF[{}]"), LIMITS)).containsExactly("{}");
    }

    @Test
    void givesAwayARowThatIsTooLargeAndGoesOn() throws IOException {
        String largest = "{\"a\":\"" + "x".repeat(64 - 8) + "\"}";
        String tooLarge = "{\"a\":\"" + "x".repeat(64 - 7) + "\"}";
        String huge = "{\"a\":\"" + "x".repeat(3_000_000) + "\"}";

        assertThat(read(stream("[" + largest + "," + tooLarge + "," + huge + ",{}]"), LIMITS))
                .containsExactly(largest, "(has more than 0 KiB)", "(has more than 0 KiB)", "{}");
    }

    @Test
    void findsTheSameRowsHoweverFewBytesComeAtOnce() throws IOException {
        Random dice = new Random(1);
        for (int round = 0; round < 200; round++) {
            List<String> rows = new ArrayList<>();
            for (int i = dice.nextInt(9); i >= 0; i--) {
                rows.add("{\"k\":\"" + "\\\"é}]".repeat(dice.nextInt(6)) + "\",\"n\":[" + dice.nextInt() + "]}");
            }
            byte[] text = ("[\n  " + String.join(" ,\r\n", rows) + "\t]\n").getBytes(StandardCharsets.UTF_8);
            InputStream slow = new ByteArrayInputStream(text) {
                @Override
                public synchronized int read(byte[] bytes, int offset, int length) {
                    return super.read(bytes, offset, Math.min(length, 1 + dice.nextInt(3)));
                }
            };

            assertThat(read(slow, LIMITS)).containsExactlyElementsOf(rows);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Rows, faults in brackets, and what ended the file after an exclamation mark. */
    private static List<String> read(InputStream in, ReadLimits limits) throws IOException {
        List<String> read = new ArrayList<>();
        JsonRows rows = new JsonRows(in, limits);
        try {
            while (rows.next()) {
                read.add(rows.fault() != null ? "(" + rows.fault() + ")" : new String(rows.buffer(), rows.offset(),
                        rows.length(), StandardCharsets.UTF_8).strip());
            }
        } catch (DamagedFileException e) {
            read.add("! " + e.getMessage());
        }
        return read;
    }
}
