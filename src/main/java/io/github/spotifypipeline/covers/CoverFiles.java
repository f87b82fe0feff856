package io.github.spotifypipeline.covers;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The images that were fetched, by their address, and the addresses that gave none, with the time before which they are
 * not asked again. Both are files in {@code covers/} of the data folder, so that a restart knows them.
 */
final class CoverFiles {

    private static final int MOST_FILES = 20_000;
    private static final long MOST_BYTES = 500L << 20;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(10);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(7);
    private static final int MOST_DOUBLED = 16;
    private static final String REFUSED = ".refused";

    private final BoundedFolder folder;
    private final Clock clock;

    private record Refusal(int times, Instant until) {
    }

    /** @param dataDir the data folder */
    CoverFiles(Path dataDir, Clock clock) {
        this.folder = new BoundedFolder(dataDir.resolve("covers"), MOST_FILES, MOST_BYTES, clock);
        this.clock = clock;
    }

    /** The image of an address, if it was fetched. */
    Optional<Picture> find(URI address) {
        byte[] content = folder.read(name(address));
        return content == null ? Optional.empty() : Picture.of(content);
    }

    void keep(URI address, Picture picture) {
        folder.write(name(address), picture.content());
        folder.delete(name(address) + REFUSED);
    }

    /** Whether an address may be asked, now. */
    boolean mayAsk(URI address) {
        Refusal refusal = refusal(address);
        return refusal == null || !clock.instant().isBefore(refusal.until());
    }

    /** An address gave no image. @param forLong whether it hardly will: it is asked again after a week */
    void refused(URI address, boolean forLong) {
        Refusal before = refusal(address);
        int times = before == null ? 0 : before.times();
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(times, MOST_DOUBLED));
        Instant until = clock.instant().plus(forLong || doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled);
        folder.write(name(address) + REFUSED,
                (times + 1 + " " + until.getEpochSecond()).getBytes(StandardCharsets.US_ASCII));
    }

    private Refusal refusal(URI address) {
        byte[] content = folder.read(name(address) + REFUSED);
        String text = content == null ? "" : new String(content, StandardCharsets.US_ASCII);
        if (!text.matches("\\d{1,9} \\d{1,12}")) {
            return null;
        }
        String[] parts = text.split(" ");
        return new Refusal(Integer.parseInt(parts[0]), Instant.ofEpochSecond(Long.parseLong(parts[1])));
    }

    private static String name(URI address) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(address.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
