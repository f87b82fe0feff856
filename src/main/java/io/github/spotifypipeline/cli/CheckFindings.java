package io.github.spotifypipeline.cli;

import java.util.function.Consumer;

/** What {@code check} has found: a line each, and how many of them are problems. */
final class CheckFindings {

    private final Consumer<String> printer;
    private int problems;

    CheckFindings(Consumer<String> printer) {
        this.printer = printer;
    }

    void good(String finding) {
        printer.accept("ok       " + finding);
    }

    /** @param finding what is wrong and what to do */
    void problem(String finding) {
        problems++;
        printer.accept("problem  " + finding);
    }

    int problems() {
        return problems;
    }
}
