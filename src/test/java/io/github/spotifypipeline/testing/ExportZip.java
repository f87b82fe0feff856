package io.github.spotifypipeline.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes export zips as Spotify does: a folder, files of about 15,000 rows, pretty-printed. */
public final class ExportZip implements AutoCloseable {

    private static final int ROWS_A_FILE = 15_700;
    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private final ZipOutputStream zip;

    /** Begins a zip. */
    public ExportZip(OutputStream out) {
        zip = new ZipOutputStream(out);
    }

    /** The export of a listener. */
    public static Path of(Path file, MadeUpListener listener) throws IOException {
        List<ObjectNode> rows = listener.rows();
        try (ExportZip zip = new ExportZip(Files.newOutputStream(file))) {
            for (int i = 0; i * ROWS_A_FILE < rows.size(); i++) {
                List<ObjectNode> part = rows.subList(i * ROWS_A_FILE, Math.min(rows.size(), (i + 1) * ROWS_A_FILE));
                String year = part.get(0).get("ts").textValue().substring(0, 4);
                zip.add("Spotify Extended Streaming History/Streaming_History_Audio_" + year + "_" + i + ".json", part);
            }
        }
        return file;
    }

    /** A file of rows. */
    public ExportZip add(String path, List<ObjectNode> rows) throws IOException {
        zip.putNextEntry(new ZipEntry(path));
        zip.write('[');
        for (int i = 0; i < rows.size(); i++) {
            zip.write((i == 0 ? "\n" : ",\n").getBytes(StandardCharsets.US_ASCII));
            zip.write(JSON.writeValueAsBytes(rows.get(i)));
        }
        zip.write("\n]".getBytes(StandardCharsets.US_ASCII));
        zip.closeEntry();
        return this;
    }

    /** A file of any content. */
    public ExportZip add(String path, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(path));
        zip.write(content);
        zip.closeEntry();
        return this;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
