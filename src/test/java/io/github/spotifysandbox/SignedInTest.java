package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.PLAYS_SCOPE;

import org.junit.jupiter.api.BeforeEach;

/** A sandbox, and an access token of its account demo. */
abstract class SignedInTest extends SandboxTest {

    String token;

    @BeforeEach
    void signIn() {
        token = client.accessToken("demo", PLAYS_SCOPE);
    }

    /** The status of an answer to a call with the token. */
    int status() {
        return client.call("/v1/me", token).statusCode();
    }
}
