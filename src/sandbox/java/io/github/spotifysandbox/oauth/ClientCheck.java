package io.github.spotifysandbox.oauth;

import io.github.spotifysandbox.server.Parameters;
import io.github.spotifysandbox.server.RefusedRequest;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Makes sure that a token call comes from the sandbox's one application. */
final class ClientCheck {

    private static final String BASIC = "Basic ";

    private final ClientRules client;

    ClientCheck(ClientRules client) {
        this.client = client;
    }

    /**
     * With a secret: HTTP Basic with id and secret. Without one: {@code client_id} in the body and no Basic header,
     * since a client that sends a secret where there is none is set up wrongly.
     *
     * @throws RefusedRequest 400 invalid_client
     */
    void require(SandboxRequest http, Parameters form) {
        Optional<String> header = http.header("Authorization");
        if (client.hasSecret()) {
            String expected = client.id() + ":" + client.secret();
            refuseUnless(header.flatMap(ClientCheck::credentials).filter(expected::equals).isPresent(),
                    "Invalid client secret");
        } else {
            refuseUnless(header.isEmpty(), "Invalid client secret");
            refuseUnless(form.get("client_id").equals(client.id()), "Invalid client");
        }
    }

    private static Optional<String> credentials(String header) {
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).trim());
            return Optional.of(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static void refuseUnless(boolean holds, String description) {
        if (!holds) {
            throw new RefusedRequest(SandboxAnswer.accountsError(400, "invalid_client", description));
        }
    }
}
