package io.github.spotifysandbox.images;

import io.github.spotifysandbox.music.SpotifyJson;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxEndpoint;
import io.github.spotifysandbox.server.SandboxRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Has answers name images at the sandbox's own origin, where {@link ImageEndpoint} draws them. */
public final class OwnImages implements SandboxEndpoint {

    private final SandboxEndpoint endpoints;
    private final Supplier<URI> origin;

    /**
     * In front of other endpoints.
     *
     * @param origin scheme, host and port of the sandbox, known once it is bound
     */
    public OwnImages(SandboxEndpoint endpoints, Supplier<URI> origin) {
        this.endpoints = endpoints;
        this.origin = origin;
    }

    @Override
    public SandboxAnswer answer(SandboxRequest request) {
        SandboxAnswer answer = endpoints.answer(request);
        if (!SandboxAnswer.JSON.equals(answer.headers().get("Content-Type"))) {
            return answer;
        }
        String body = new String(answer.body(), StandardCharsets.UTF_8)
                .replace(SpotifyJson.IMAGE_ORIGIN, origin.get().toString());
        return new SandboxAnswer(answer.status(), answer.headers(), body.getBytes(StandardCharsets.UTF_8));
    }
}
