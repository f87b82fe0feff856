package io.github.spotifypipeline.covers;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.settings.Origins;
import java.net.URI;
import java.util.Optional;
import org.bson.Document;

/** Finds the cover of a song or an artist among what was fetched; what is not there yet is fetched later. */
public final class Covers {

    private final Database database;
    private final Origins origins;
    private final CoverFiles files;
    private final CoverQueue queue;
    private final ShownAddresses shown;

    /** @param origins those that may be asked; none: nothing is fetched or shown */
    Covers(Database database, Origins origins, CoverFiles files, CoverQueue queue, ShownAddresses shown) {
        this.database = database;
        this.origins = origins;
        this.files = files;
        this.queue = queue;
        this.shown = shown;
    }

    /**
     * What there is of a cover.
     *
     * @param picture empty when there is none yet
     * @param isDue   whether it is about to be fetched
     */
    public record Found(Optional<Picture> picture, boolean isDue) {
    }

    /**
     * Looks a cover up.
     *
     * @param kind {@code track} or {@code artist}
     * @param id   Spotify's id
     */
    public Found find(String kind, String id) {
        String uri = "spotify:" + kind + ":" + id;
        URI address = address(kind, uri).flatMap(origins::allow).orElse(null);
        if (address == null) {
            return new Found(Optional.empty(), false);
        }
        Optional<Picture> picture = files.find(address);
        if (picture.isPresent()) {
            shown.put(uri, address);
            return new Found(picture, false);
        }
        URI before = shown.of(uri);
        // the same address again: its file is gone
        boolean isDue = (address.equals(before) || !shown.isNew(uri)) && files.mayAsk(address);
        if (isDue) {
            queue.add(address);
        }
        return new Found(before == null ? Optional.empty() : files.find(before), isDue);
    }

    private Optional<String> address(String kind, String uri) {
        Document found = database.collection(kind + "s").find(new Document("_id", uri))
                .projection(new Document("image", 1)).first();
        // an endpoint of the user's own may have a collection of this name
        return found != null && found.get("image") instanceof String image ? Optional.of(image) : Optional.empty();
    }
}
