package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import io.github.spotifypipeline.imports.ApiPlay;
import io.github.spotifypipeline.imports.ExportContents;
import io.github.spotifypipeline.imports.ExportReader;
import io.github.spotifypipeline.imports.ExportRow;
import io.github.spotifypipeline.imports.ImportOptions;
import io.github.spotifypipeline.imports.Pairing;
import io.github.spotifypipeline.imports.PairingResult;
import io.github.spotifypipeline.imports.PlayIndex;
import io.github.spotifypipeline.imports.RowKey;
import io.github.spotifypipeline.imports.SongUris;
import io.github.spotifypipeline.imports.StoredRow;
import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.records.PlaySource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;

/** When an account's songs were heard, as all sources tell it: a scrobble is a play only where no better one has it. */
final class HeardPlays {

    private static final Document FIELDS = Document.parse("{account_id: 1, source: 1, played_at: 1, duration_ms: 1,"
            + " 'raw.track.uri': 1, 'raw.track.name': 1, 'raw.track.artists.name': 1, 'raw.track.album.name': 1,"
            + " stream: 1}");
    private static final Document ROW_FIELDS = Document.parse("{account_id: 1, source: 1, stream: 1, raw: 1}");
    private static final long LONGEST_PLAY = Duration.ofDays(1).toMillis();
    private static final long NEAR = Duration.ofMinutes(1).toMillis();

    private final Database database;
    private final StoredStreams stored;

    HeardPlays(Database database, StoredStreams stored) {
        this.database = database;
        this.stored = stored;
    }

    /**
     * What the rows of an import may be the same play as: those of exports as a play of the Web API, scrobbles as any
     * that is stored. What your_spotify has imported may also be what it has polled itself.
     */
    PlayIndex partners(ExportArchive archive, ImportOptions options, SongUris songs) throws IOException {
        PlaySource source = ExportContents.source(archive);
        if (source.isScrobble()) {
            return all();
        }
        PlayIndex plays = stored.apiPlays();
        if (source == PlaySource.YOUR_SPOTIFY) {
            try (ExportReader polled = ExportReader.again(archive, options, songs)) {
                for (ExportRow row; (row = polled.next()) != null;) {
                    if (row.heard() != null && row.heard().isPolled()) {
                        plays.add(new ApiPlay(PlayIndex.OF_FILE, row.heard().endedAt(), row.uri(), row.names(), null));
                    }
                }
            }
        }
        return plays;
    }

    private PlayIndex all() {
        PlayIndex index = new PlayIndex();
        add(index, stored.all());
        scrobbles(stored.all(), row -> add(index, row, 0));
        return index;
    }

    /** Those of the Web API, also of your_spotify, and those of exports. */
    private void add(PlayIndex index, Document where) {
        read(where, StoredStreams.OF_API, FIELDS, play -> {
            ApiPlay one = StoredStreams.apiPlay(play);
            if (one != null) {
                index.add(one, length(play, one));
            }
        });
        read(where, StoredStreams.OF_ROWS, ROW_FIELDS, play -> {
            StoredRow row = StoredRow.of(play);
            add(index, row, row.heard().endedAt() - row.heard().startedAtOrComputed());
        });
    }

    private static void add(PlayIndex index, StoredRow row, long length) {
        index.add(new ApiPlay(row.id(), row.heard().endedAt(), row.uri(), row.names(), null), length);
    }

    private static long length(Document play, ApiPlay one) {
        Document stream = play.get("stream", Document.class);
        if (stream != null && stream.get("started_at") instanceof Date start) {
            return one.playedAt() - start.getTime();
        }
        return play.get("duration_ms") instanceof Number length ? length.longValue() : 0;
    }

    private void read(Document where, Document source, Document fields, Consumer<Document> taker) {
        new IdPages(database.collection(StoredStreams.PLAYS), new Document(where).append("source", source), fields)
                .forEach(taker);
    }

    private void scrobbles(Document where, Consumer<StoredRow> taker) {
        read(where, StoredStreams.OF_SCROBBLES, ROW_FIELDS, play -> {
            StoredRow scrobble = StoredRow.ofScrobble(play);
            if (scrobble != null) {
                taker.accept(scrobble);
            }
        });
    }

    /**
     * Deletes the scrobbles that plays have replaced which were stored since a time, one for each play.
     *
     * @param from  when the first of these plays was, in Unix ms
     * @param to    when the last one was
     * @param since when they were stored
     * @return how many
     */
    int replaceScrobbles(long from, long to, Instant since) {
        PlayIndex plays = new PlayIndex();
        add(plays, stored.between(from, to).append("fetched_at", new Document("$gte", Date.from(since))));
        if (plays.size() == 0) {
            return 0;
        }
        Document near = stored.between(from - LONGEST_PLAY, to + NEAR);
        Pairing pairing = new Pairing(plays);
        scrobbles(near, row -> pairing.offer(row.uri(), row.names(), row.heard()));
        PairingResult pairs = pairing.pairs(row -> true);
        List<String> replaced = new ArrayList<>();
        scrobbles(near, row -> {
            if (pairs.of(RowKey.of(row.uri(), row.heard())) != null) {
                replaced.add(row.id());
            }
        });
        stored.deleteScrobbles(replaced);
        return replaced.size();
    }
}
