package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Steps of a user's own between the source and the sink. */
class StepsFlowTest {

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @DatabaseTest
    void aStepThatStopsThePageDoesNotStopTheSync(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("profile", "saved-tracks"), options -> options.withLibrary(120, 0));
        pipeline.addEndpoint("my-tracks", """
                - route:
                    id: my-tracks
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /me/tracks
                      steps:
                        - filter:
                            expression:
                              simple:
                                expression: ${body.size} == 50
                            steps:
                              - stop: {}
                        - to: kamelet:spotify-mongodb-sink
                """);
        pipeline.signIn();

        assertThat(pipeline.awaitRun("my-tracks", 1)).containsEntry("outcome", "succeeded").containsEntry("read", 120)
                .containsEntry("written", 20);
        assertThat(pipeline.awaitRun("profile", 1)).containsEntry("outcome", "succeeded");
    }
}
