package io.github.spotifypipeline.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.imports.files.DamagedFileException;
import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.imports.files.ExportFile;
import io.github.spotifypipeline.imports.files.JsonRows;
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
    private final boolean digests;
    private final Set<String> userNames = new TreeSet<>();
    private final RowParser parser = new RowParser(this::userName);
    private final List<FileReport> reports = new ArrayList<>();
    private OpenFile open;

    /** A file that is being read. */
    private static final class OpenFile {

        private final ExportFile file;
        private final MessageDigest digest;
        private InputStream in;
        private JsonRows rows;
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
                    rows == null ? 0 : rows.bytesRead(), count, span, error == null ? covered : null, error);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** @param songs the uris of songs of which a row has only the name */
    public ExportReader(ExportArchive archive, ImportOptions options, SongUris songs) {
        this(archive, options, songs, true);
    }

    private ExportReader(ExportArchive archive, ImportOptions options, SongUris songs, boolean digests) {
        this.files = archive.files().stream().filter(file -> file.kind().isExtended()
                || options.shortForm() && file.kind().isHistory()).sorted((one, other) ->
                        Boolean.compare(other.kind().isExtended(), one.kind().isExtended())).iterator();
        this.options = options;
        this.form = new RowForm(songs, options.now());
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
                if (open.rows.next()) {
                    return row();
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
        InputStream in = open.file.open();
        open.in = digests ? new DigestInputStream(in, open.digest) : in;
        open.rows = new JsonRows(open.in, options.limits());
    }

    private void end(String error) throws IOException {
        reports.add(open.report(error));
        close();
    }

    private ExportRow row() {
        open.count++;
        ExportRow row = parsed(open.rows);
        if (row.heard() != null) {
            open.span = Span.including(open.span, row.heard().endedAt());
            if (isCovering(row)) {
                open.covered = Span.including(open.covered, row.heard().endedAt());
            }
        }
        return row;
    }

    private ExportRow parsed(JsonRows rows) {
        if (rows.fault() != null) {
            return ExportRow.dead(null, rows.fault());
        }
        ObjectNode raw = parser.parse(rows.buffer(), rows.offset(), rows.length());
        if (raw == null) {
            return ExportRow.dead(null, "is no JSON object");
        }
        return open.file.kind().isExtended() ? form.extended(raw, open.file.kind().isVideo()) : form.byMinute(raw);
    }

    /**
     * Whether nothing is missing around a row: not so of videos, of which few are heard, and of rows that are left out.
     */
    private boolean isCovering(ExportRow row) {
        return row.isOfKnownSong() && !row.heard().byMinute() && !row.heard().video() && !options.leavesOut(row);
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
