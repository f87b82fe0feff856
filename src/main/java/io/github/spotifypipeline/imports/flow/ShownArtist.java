package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.records.Bson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** An artist of Spotify's catalogue as a list of artists shows it: with images, which a song's artists are without. */
record ShownArtist(JsonNode artist) {

    private static final int LONGEST_URI = 200;

    /** The width in pixels in which covers are shown at most. */
    private static final int WIDTH = 300;

    /** The artist that an entry of a list is. */
    static Optional<ShownArtist> in(JsonNode entry) {
        String uri = entry.path("uri").asText("");
        boolean isWhole = uri.startsWith("spotify:artist:") && uri.length() <= LONGEST_URI
                && entry.path("name").isTextual() && entry.path("images").isArray();
        return isWhole && Bson.isStorable(entry) ? Optional.of(new ShownArtist(entry)) : Optional.empty();
    }

    String uri() {
        return Bson.text(artist.get("uri").textValue());
    }

    /** Its name, and what else is shown of it. What is not shown is left out, so that it stays as it was known. */
    Document facts() {
        Document facts = new Document("name", Bson.text(artist.get("name").textValue()));
        String image = image();
        if (image != null) {
            facts.append("image", image);
        }
        List<String> genres = new ArrayList<>();
        artist.path("genres").forEach(genre -> genres.add(Bson.text(genre.asText())));
        return genres.isEmpty() ? facts : facts.append("genres", genres).append("genres_from", "spotify");
    }

    /** Of several sizes the one that is nearest to what is shown; null when there is none. */
    private String image() {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (JsonNode image : artist.get("images")) {
            int distance = Math.abs(image.path("width").asInt(Integer.MAX_VALUE) - WIDTH);
            if (image.path("url").isTextual() && (nearest == null || distance < least)) {
                nearest = Bson.text(image.get("url").textValue());
                least = distance;
            }
        }
        return nearest;
    }
}
