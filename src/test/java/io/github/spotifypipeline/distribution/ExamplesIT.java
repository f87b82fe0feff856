package io.github.spotifypipeline.distribution;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each project in the folder examples that has tests of its own: it is built by its own pom, and they pass. */
class ExamplesIT {

    @ParameterizedTest
    @MethodSource
    void verifies(String example) throws Exception {
        new ExampleProject(example).build("verify");
    }

    /** Without other-app, which {@link OtherAppIT} builds and runs. */
    static Stream<String> verifies() throws IOException {
        return ExampleProject.names().stream().filter(name -> !name.equals("other-app"));
    }
}
