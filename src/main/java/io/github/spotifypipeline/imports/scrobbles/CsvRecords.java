package io.github.spotifypipeline.imports.scrobbles;

import io.github.spotifypipeline.imports.files.DamagedFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values (RFC 4180), record by record. */
final class CsvRecords {

    private final BufferedReader in;
    private final int most;
    private int sign;
    private int length;

    /** @param most characters of one record */
    CsvRecords(InputStream in, int most) throws IOException {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.most = most;
        read();
        if (sign == '\uFEFF') {
            read();
        }
    }

    /** @return null after the last one */
    List<String> next() throws IOException {
        while (sign == '\n' || sign == '\r') {
            read();
        }
        if (sign < 0) {
            return null;
        }
        length = 0;
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (sign == ',') {
            read();
            fields.add(field());
        }
        return fields;
    }

    private String field() throws IOException {
        StringBuilder field = new StringBuilder();
        if (sign == '"') {
            read();
            while (sign >= 0) {
                if (sign == '"') {
                    read();
                    if (sign != '"') {
                        break;
                    }
                }
                field.append((char) sign);
                read();
            }
        }
        while (sign >= 0 && sign != ',' && sign != '\n' && sign != '\r') {
            field.append((char) sign);
            read();
        }
        return field.toString();
    }

    private void read() throws IOException {
        sign = in.read();
        if (++length > most) {
            throw new DamagedFileException("has a line of more than " + (most >> 10) + " KiB");
        }
    }
}
