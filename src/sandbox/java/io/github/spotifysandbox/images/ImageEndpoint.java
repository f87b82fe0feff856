package io.github.spotifysandbox.images;

import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxEndpoint;
import io.github.spotifysandbox.server.SandboxRequest;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /image/…}: draws the image that an address names. Anybody may ask, as at Spotify. */
public final class ImageEndpoint implements SandboxEndpoint {

    /** Its path, as the router takes it. */
    public static final String PATH = "/image/{id}";

    /** Size in pixels, and the id of what it shows. */
    private static final Pattern NAME = Pattern.compile("ab67616d0000(640|300|64)([0-9A-Za-z]{22})");

    @Override
    public SandboxAnswer answer(SandboxRequest request) {
        Matcher name = NAME.matcher(request.id());
        if (!name.matches()) {
            return SandboxAnswer.sentence(404, "There is no such image.");
        }
        return new SandboxAnswer(200, Map.of("Content-Type", "image/png", "Cache-Control", "public, max-age=86400"),
                new CoverDrawing(name.group(2)).png(Integer.parseInt(name.group(1))));
    }
}
