package io.github.spotifypipeline.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLineTest {

    @Test
    void quotesWhatNeedsQuotesAndNothingElse() {
        assertThat(CsvLine.of(List.of("plain text", "a,b", "say \"x\"", "two\nlines", "\u00dc <b>")))
                .isEqualTo("plain text,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\u00dc <b>\r\n");
    }

    @Test
    void writesEachTypeAsAText() {
        assertThat(CsvLine.of(Arrays.asList(null, true, 7L, Arrays.asList("a", null, "b"), List.of(),
                Date.from(Instant.parse("2026-11-22T12:00:00.250Z")))))
                .isEqualTo(",true,7,\"a; b\",,2026-11-22T12:00:00.250Z\r\n");
    }

    @Test
    void makesFormulasHarmlessButLeavesNumbersAlone() {
        assertThat(CsvLine.of(List.of("=1+1", "+1", "-1", "@x", "\tx", -1, List.of("y", "=x"), "a=b",
                "\uFEFF=1", " =1", "\uFF1D1", "a;=1+1", "b\t=1+1")))
                .isEqualTo("'=1+1,'+1,'-1,'@x,\"'\tx\",-1,\"y; '=x\",a=b,'\uFEFF=1,'"
                        + " =1,'\uFF1D1,\"a;=1+1\",\"b\t=1+1\"\r\n");
        assertThat(CsvLine.of(List.of("\r=x", "\n=x"))).isEqualTo("\"'\r=x\",\"'\n=x\"\r\n");
    }
}
