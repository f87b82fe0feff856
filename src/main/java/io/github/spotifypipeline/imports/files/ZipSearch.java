package io.github.spotifypipeline.imports.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the entries of a zip without its directory, because a download broke off: by their local headers (APPNOTE.TXT,
 * section 4.3.7). It looks for signatures among the packed bytes and unpacks nothing. Only names of the table count, so
 * a signature that stands there by chance is no entry.
 */
final class ZipSearch {

    private static final int HEADER = 0x04034b50;
    private static final int HEADER_BYTES = 30;
    private static final int LENGTH_FOLLOWS = 8;
    private static final int LONGEST_NAME = 1024;
    private static final int CHUNK = 1 << 16;

    private ZipSearch() {
    }

    /** @param most no more entries than these */
    static List<ZipMember> members(ZipBytes zip, int most) throws IOException {
        List<ZipMember> found = new ArrayList<>();
        byte[] chunk = new byte[CHUNK];
        long position = 0;
        int length;
        // three bytes are read twice, so that no signature lies across two chunks
        while ((length = zip.read(position, chunk, CHUNK)) > 3 && found.size() < most) {
            for (int at = 0; at + 3 < length; at++) {
                if (chunk[at] == 'P' && chunk[at + 1] == 'K' && chunk[at + 2] == 3 && chunk[at + 3] == 4) {
                    ZipMember member = member(zip, position + at);
                    if (member != null && ExportFileKind.of(member.path()).isPresent()) {
                        found.add(member);
                    }
                }
            }
            position += length - 3;
        }
        return found;
    }

    private static ZipMember member(ZipBytes zip, long header) throws IOException {
        try {
            ByteBuffer fixed = zip.at(header, HEADER_BYTES);
            int nameLength = ZipBytes.u16(fixed, 26);
            if (nameLength > LONGEST_NAME) {
                return null;
            }
            String path = new String(zip.at(header + HEADER_BYTES, nameLength).array(), StandardCharsets.UTF_8);
            int flags = ZipBytes.u16(fixed, 6);
            long packed = ZipBytes.u32(fixed, 18);
            boolean known = (flags & LENGTH_FOLLOWS) == 0 && packed != 0xffff_ffffL;
            return new ZipMember(path, flags, ZipBytes.u16(fixed, 8), known ? ZipBytes.u32(fixed, 14) : -1,
                    known ? packed : -1, header);
        } catch (EOFException e) {
            return null;
        }
    }

    /** Where the packed bytes of an entry begin. @throws DamagedFileException when there is no entry */
    static long content(ZipBytes zip, ZipMember member) throws IOException {
        try {
            ByteBuffer fixed = zip.at(member.header(), HEADER_BYTES);
            if (fixed.getInt(0) == HEADER) {
                return member.header() + HEADER_BYTES + ZipBytes.u16(fixed, 26) + ZipBytes.u16(fixed, 28);
            }
        } catch (EOFException e) {
            // says the same as a wrong signature
        }
        throw new DamagedFileException("is damaged: the zip has no such file at the place that its directory names");
    }
}
