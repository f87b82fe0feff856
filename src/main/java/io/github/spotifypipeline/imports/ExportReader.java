package io.github.spotifypipeline.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.imports.files.DamagedFileException;
import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.imports.files.ExportFile;
import io.github.spotifypipeline.imports.files.ExportFileKind;
import io.github.spotifypipeline.imports.files.JsonRows;
import io.github.spotifypipeline.imports.scrobbles.ScrobbleReader;
import io.github.spotifypipeline.records.PlaySource;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rows of all files of an export, one after the other; files of the extended form first. A damaged file ends where
 * it is damaged: the rows before it are good, and the next file follows.
 */
public final class ExportReader implements Closeable {

    private static final int MOST_NAMES = 10;

    private final Iterator<ExportFile> files;
    private final ImportOptions options;
    private final RowForm form;
    private final ServiceForm services;
    private final boolean digests;
    private final Set<String> userNames = new TreeSet<>();
    private final RowParser parser = new RowParser(this::userName);
    private final List<FileReport> reports = new ArrayList<>();
    private OpenFile open;

    /** Gives the next row; null after the last one. */
    private interface FileRows {

        ExportRow next() throws IOException;
    }

    /** A file that is being read. */
    private static final class OpenFile {

        private final ExportFile file;
        private final MessageDigest digest;
        private MeasuredStream in;
        private FileRows rows;
        private long count;
        private Span span;
        private Span covered;

        private OpenFile(ExportFile file, boolean digests) {
            this.file = file;
            this.digest = digests ? sha256() : null;
        }

        private FileReport report(String error) {
            return new FileReport(file, error == null && digest != null
                    ? HexFormat.of().formatHex(digest.digest()) : null,
                    in == null ? 0 : in.bytes, count, span, error == null ? covered : null, error);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Counts the bytes that are read, and makes their digest where one is asked for. */
    private static final class MeasuredStream extends DigestInputStream {

        private long bytes;

        private MeasuredStream(InputStream in, MessageDigest digest) {
            super(in, digest);
            on(digest != null);
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int count = super.read(to, offset, length);
            bytes += Math.max(0, count);
            return count;
        }
    }

    /** @param songs the uris of songs of which a row has only the name */
    public ExportReader(ExportArchive archive, ImportOptions options, SongUris songs) {
        this(archive, options, songs, true);
    }

    private ExportReader(ExportArchive archive, ImportOptions options, SongUris songs, boolean digests) {
        this.files = archive.files().stream().filter(file -> file.kind().isExtended()
                || file.kind().isOfService() || options.shortForm() && file.kind().isHistory()).sorted((one, other) ->
                        Boolean.compare(other.kind().isExtended(), one.kind().isExtended())).iterator();
        this.options = options;
        this.form = new RowForm(songs, options.now());
        this.services = new ServiceForm(form, songs);
        this.digests = digests;
    }

    /** Reads once more what was read before: its reports have no SHA-256, which takes as long as all else. */
    public static ExportReader again(ExportArchive archive, ImportOptions options, SongUris songs) {
        return new ExportReader(archive, options, songs, false);
    }

    /** @return the next row; null after the last one */
    public ExportRow next() throws IOException {
        while (open != null || files.hasNext()) {
            try {
                if (open == null) {
                    open();
                }
                ExportRow row = open.rows.next();
                if (row != null) {
                    take(row);
                    return row;
                }
                end(null);
            } catch (DamagedFileException e) {
                end(e.getMessage());
            }
        }
        return null;
    }

    private void open() throws IOException {
        open = new OpenFile(files.next(), digests);
        open.in = new MeasuredStream(open.file.open(), open.digest);
        open.rows = rows(open.file, open.in);
    }

    private FileRows rows(ExportFile file, InputStream in) throws IOException {
        if (file.kind() == ExportFileKind.SCROBBLES) {
            ScrobbleReader scrobbles = new ScrobbleReader(file.name(), in, options.limits());
            return () -> {
                ObjectNode raw = scrobbles.next();
                return raw == null ? null : services.scrobble(scrobbles.scrobble(), raw);
            };
        }
        JsonRows rows = new JsonRows(in, options.limits());
        return () -> rows.next() ? parsed(file.kind(), rows) : null;
    }

    private void end(String error) throws IOException {
        reports.add(open.report(error));
        close();
    }

    private void take(ExportRow row) {
        open.count++;
        if (row.heard() != null) {
            open.span = Span.including(open.span, row.heard().endedAt());
            if (isCovering(row)) {
                open.covered = Span.including(open.covered, row.heard().endedAt());
            }
        }
    }

    private ExportRow parsed(ExportFileKind kind, JsonRows rows) {
        if (rows.fault() != null) {
            return ExportRow.dead(null, rows.fault());
        }
        ObjectNode raw = parser.parse(rows.buffer(), rows.offset(), rows.length());
        if (raw == null) {
            return ExportRow.dead(null, "is no JSON object");
        }
        return kind == ExportFileKind.YOUR_SPOTIFY ? services.yourSpotify(raw)
                : kind.isExtended() ? form.extended(raw, kind.isVideo()) : form.byMinute(raw);
    }

    /**
     * Whether nothing is missing around a row: not so of videos, of which few are heard, and of rows that are left out.
     */
    private boolean isCovering(ExportRow row) {
        return row.isOfKnownSong() && row.heard().source() == PlaySource.EXPORT && !row.heard().video()
                && !options.leavesOut(row);
    }

    /** The file of the row that came last; null before the first and after the last one. */
    public ExportFile file() {
        return open == null ? null : open.file;
    }

    /** The place of the row that came last in its file, from 0. */
    public long position() {
        return open == null ? -1 : open.count - 1;
    }

    /** Of the files that were read. */
    public List<FileReport> reports() {
        return reports;
    }

    /** Two are enough to refuse an export; a file may be made of others. */
    private void userName(String name) {
        if (userNames.size() < MOST_NAMES) {
            userNames.add(name);
        }
    }

    /** The user names in the rows so far, ten at most. They must not be logged, stored or shown. */
    public Set<String> userNames() {
        return userNames;
    }

    @Override
    public void close() throws IOException {
        OpenFile closing = open;
        open = null;
        if (closing != null && closing.in != null) {
            closing.in.close();
        }
    }
}
