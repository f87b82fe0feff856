package io.github.spotifypipeline.schedule;

import static io.github.spotifypipeline.testing.EndpointParts.DAILY;
import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunningSyncsTest {

    private static final Endpoint PLAYS = endpoint("plays", Mode.APPEND, null);
    private static final Endpoint LIST = endpoint("list", Mode.MIRROR, null);

    private final RunningSyncs running = new RunningSyncs();

    private static Endpoint endpoint(String id, Mode mode, String parent) {
        return new Endpoint(id, list("/" + id), new Endpoint.Paging(50, 0, null, 0),
                parent == null ? null : new Endpoint.Parent(parent, null, null), DAILY,
                new Endpoint.Storage(id, mode, "1"), NO_EXPRESSIONS);
    }

    private void begin(String account, Endpoint endpoint) {
        running.begin(new SyncTask(account, endpoint, CursorState.NONE, Instant.EPOCH, "1970-01-01", () -> false));
    }

    @Test
    void playsBeginBesideAListAndNoListBesidePlays() {
        begin("anna", LIST);

        assertThat(running.mayBegin("anna", PLAYS, 4)).isTrue();
        assertThat(running.mayBegin("anna", endpoint("other", Mode.MIRROR, null), 4)).isFalse();

        begin("anna", PLAYS);
        assertThat(running.mayBegin("anna", endpoint("rides", Mode.APPEND, null), 4)).isFalse();
        begin("ben", PLAYS);
        assertThat(running.mayBegin("ben", LIST, 4)).isFalse();
    }

    @Test
    void whatFollowsFromPlaysIsNotReadBesideThem() {
        begin("anna", endpoint("artists-of-plays", Mode.MIRROR, "plays"));

        assertThat(running.mayBegin("anna", PLAYS, 4)).isFalse();
        assertThat(running.mayBegin("anna", endpoint("steps", Mode.APPEND, "list"), 4)).isFalse();
    }

    @Test
    void listsOfOtherAccountsLeaveRoomForPlays() {
        begin("anna", LIST);
        begin("ben", LIST);

        assertThat(running.mayBegin("cleo", LIST, 2)).isFalse();
        assertThat(running.mayBegin("cleo", PLAYS, 2)).isTrue();
        assertThat(running.isFull(2)).isFalse();

        begin("anna", PLAYS);
        begin("ben", PLAYS);
        assertThat(running.mayBegin("cleo", PLAYS, 2)).isFalse();
        assertThat(running.isFull(2)).isTrue();
    }

    @Test
    void nothingBeginsOfAnAccountThatIsKept() {
        running.reserve("anna");

        assertThat(running.mayBegin("anna", PLAYS, 4)).isFalse();
        running.release("anna");
        assertThat(running.mayBegin("anna", PLAYS, 4)).isTrue();
    }
}
