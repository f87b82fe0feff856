package io.github.spotifypipeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

/** What people read names no classes, no methods and no values that are not there. */
public final class PlainSentences {

    /** A class by its name or with its packages, a line of a stack trace, Camel's ids. */
    private static final Pattern INSIDES = Pattern.compile("\\b[A-Z]\\w*(?:Exception|Error|Throwable)\\b"
            + "|\\b(?:io\\.github|org\\.apache|com\\.mongodb|java\\.\\w+)\\.|\\tat |Exchange\\["
            + "|\\bnull(?=[ .])|@[0-9a-f]{5,8}\\b");

    private PlainSentences() {
    }

    /** Fails when one of the texts shows the program's insides. JSON's null is none of them. */
    public static void assertPlain(String... texts) {
        assertThat(List.of(texts)).allSatisfy(text -> assertThat(text).doesNotContainPattern(INSIDES));
    }
}
