package io.github.spotifypipeline.web;

import io.github.spotifypipeline.covers.Covers;
import io.github.spotifypipeline.covers.Picture;
import io.github.spotifypipeline.http.Answer;
import java.io.ByteArrayInputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Header;

/** {@code GET /covers/track/ID} and {@code /covers/artist/ID}: the cover that is kept, else a drawn one. */
public final class CoverAnswer {

    private static final Pattern PATH = Pattern.compile("/(track|artist)/([0-9A-Za-z]{1,64})");
    private static final String IMAGE_POLICY = "default-src 'none'; sandbox";
    private static final int HUES = 360;
    private static final int WIDTH = 300;
    /** By its width the page sees that an image is about to come, and asks again (rows.js). */
    private static final int WIDTH_WHILE_DUE = 301;

    private final Covers covers;

    public CoverAnswer(Covers covers) {
        this.covers = covers;
    }

    /**
     * An image.
     *
     * @param path what follows {@code /covers}
     * @return 200, also where there is no cover
     * @throws RequestException 404 when it is no path of a cover
     */
    public Answer show(@Header("CamelHttpPath") String path) {
        Matcher matcher = PATH.matcher(path == null ? "" : path);
        if (!matcher.matches()) {
            throw RequestException.notFound("There is no cover at this path. Covers are at /covers/track/ID and"
                    + " /covers/artist/ID, with the ids of Spotify.");
        }
        Covers.Found found = covers.find(matcher.group(1), matcher.group(2));
        Answer answer = found.picture().map(CoverAnswer::image)
                .orElseGet(() -> placeholder(matcher.group(1), matcher.group(2),
                        found.isDue() ? WIDTH_WHILE_DUE : WIDTH));
        return answer
                // a placeholder, or an older cover, whose image is about to come
                .with("Cache-Control", found.isDue() ? "private, max-age=5"
                        : found.picture().isEmpty() ? "private, max-age=300" : "private, max-age=604800")
                // what is here tells other sites what somebody listens to
                .with("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static Answer image(Picture picture) {
        return Answer.of(200, picture.type(), "").streaming(new ByteArrayInputStream(picture.content()))
                .with("Content-Type", picture.type())
                .with("Content-Security-Policy", IMAGE_POLICY);
    }

    /** A disc or a head in a quiet colour of its own, which is visible on light and dark ground. */
    private static Answer placeholder(String kind, String id, int width) {
        int hue = Math.floorMod((kind + id).hashCode() * 31, HUES);
        String shape = kind.equals("track")
                ? "<circle cx=\"30\" cy=\"30\" r=\"16\" fill=\"hsl(%1$d,18%%,64%%)\"/>"
                        + "<circle cx=\"30\" cy=\"30\" r=\"5\" fill=\"hsl(%1$d,18%%,48%%)\"/>"
                : "<circle cx=\"30\" cy=\"24\" r=\"9\" fill=\"hsl(%1$d,18%%,64%%)\"/>"
                        + "<path d=\"M12 54a18 16 0 0 1 36 0z\" fill=\"hsl(%1$d,18%%,64%%)\"/>";
        return Answer.of(200, "image/svg+xml", ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 60 60\""
                + " width=\"%2$d\" height=\"300\"><rect width=\"60\" height=\"60\" fill=\"hsl(%1$d,18%%,48%%)\"/>"
                + shape + "</svg>").formatted(hue, width))
                .with("Content-Security-Policy", PageAnswer.POLICY);
    }
}
