package io.github.spotifypipeline.imports.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Whether a single file that somebody gives is one of scrobbles: their names are free, so its beginning is looked at.
 * What Spotify's packages hold besides the history is personal and is never opened, whoever gives it.
 */
final class ScrobbleSigns {

    private static final int BEGINNING = 16 * 1024;

    private static final Pattern PERSONAL = Pattern.compile("(Userdata|Identity|Identifiers|Inferences|Payments"
            + "|SearchQueries|Follow|Marquee|DuoNewFamily|UserAddress|UserPrompts|YourSoundCapsule|Wrapped"
            + "|UserFestivals|Read_?Me).*", Pattern.CASE_INSENSITIVE);

    private static final Pattern ENDING = Pattern.compile(".*\\.(json|jsonl|csv)", Pattern.CASE_INSENSITIVE);

    /** Columns of the CSV of Last.fm; keys of Last.fm, ListenBrainz, Maloja and Koito. */
    private static final Pattern SIGNS = Pattern.compile("\\A\\W*uts\\b[^\\n]*\\bartist\\b[^\\n]*\\btrack\\b"
            + "|\"track\"\\s*:\\s*\\[\\s*\\{(?s:.*)\"uts\"|\"listened_at\"(?s:.*)\"track_metadata\""
            + "|\"track_metadata\"(?s:.*)\"listened_at\"|\"scrobbles\"\\s*:\\s*\\[|\"list\"\\s*:\\s*\\[\\s*\\{"
            + "|\"listens\"\\s*:\\s*\\[");

    private ScrobbleSigns() {
    }

    /** @param name what the file is called */
    static boolean areIn(Path file, String name) throws IOException {
        String base = ExportFileKind.baseName(name);
        if (PERSONAL.matcher(base).matches() || !ENDING.matcher(base).matches() || !Files.isReadable(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return SIGNS.matcher(new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8)).find();
        }
    }
}
