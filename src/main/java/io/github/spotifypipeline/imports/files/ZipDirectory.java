package io.github.spotifypipeline.imports.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The central directory of a zip (APPNOTE.TXT, section 4.3), with Zip64.
 *
 * <p>{@code java.util.zip.ZipFile} is not used: it refuses the whole file when one entry is encrypted or the end is cut
 * off, keeps a directory of any size in memory, and believes the sizes that it says.
 */
final class ZipDirectory {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int ZIP64_LOCATOR = 0x07064b50;
    private static final int ZIP64_LOCATOR_BYTES = 20;
    private static final int ZIP64_END = 0x06064b50;
    private static final int ZIP64_END_BYTES = 56;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int ZIP64_EXTRA = 1;
    private static final long IN_ZIP64 = 0xffff_ffffL;
    private static final int LONGEST_COMMENT = 0xffff;

    private final ZipBytes zip;
    private final int most;
    private long position;
    private long end;
    private long headersBegin;

    private ZipDirectory(ZipBytes zip, int most) {
        this.zip = zip;
        this.most = most;
    }

    /**
     * The entries that may be opened.
     *
     * @param most no more entries than these, of any name
     * @return null where the directory is missing or damaged
     * @throws UnreadableArchiveException when there are more
     */
    static List<ZipMember> read(ZipBytes zip, int most) throws IOException {
        try {
            ZipDirectory directory = new ZipDirectory(zip, most);
            return directory.find() ? directory.members() : null;
        } catch (EOFException e) {
            return null;
        }
    }

    private boolean find() throws IOException {
        int length = (int) Math.min(zip.size(), END_BYTES + LONGEST_COMMENT);
        ByteBuffer tail = zip.at(zip.size() - length, length);
        for (int at = length - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END && at + END_BYTES + ZipBytes.u16(tail, at + 20) <= length) {
                long endRecord = zip.size() - length + at;
                long bytes = ZipBytes.u32(tail, at + 12);
                long begin = ZipBytes.u32(tail, at + 16);
                end = endRecord;
                if (!inZip64(endRecord)) {
                    locate(begin, bytes);
                }
                return position >= 0;
            }
        }
        return false;
    }

    private boolean inZip64(long endRecord) throws IOException {
        if (endRecord < ZIP64_LOCATOR_BYTES) {
            return false;
        }
        ByteBuffer locator = zip.at(endRecord - ZIP64_LOCATOR_BYTES, ZIP64_LOCATOR_BYTES);
        if (locator.getInt(0) != ZIP64_LOCATOR) {
            return false;
        }
        long at = endRecord - ZIP64_LOCATOR_BYTES - ZIP64_END_BYTES;
        ByteBuffer record = at < 0 ? null : zip.at(at, ZIP64_END_BYTES);
        if (record == null || record.getInt(0) != ZIP64_END) {
            // it may be longer; its position does not count what stands before the zip
            at = locator.getLong(8);
            record = zip.at(at, ZIP64_END_BYTES);
        }
        if (record.getInt(0) != ZIP64_END) {
            return false;
        }
        end = at;
        locate(record.getLong(48), record.getLong(40));
        return true;
    }

    /** Something may stand before the zip, such as a program that unpacks it: then all positions lie further on. */
    private void locate(long begin, long bytes) {
        position = end - bytes;
        headersBegin = position - begin;
    }

    private List<ZipMember> members() throws IOException {
        List<ZipMember> members = new ArrayList<>();
        int count = 0;
        while (position < end) {
            ByteBuffer fixed = zip.at(position, ENTRY_BYTES);
            if (fixed.getInt(0) != ENTRY) {
                return null;
            }
            if (++count > most) {
                throw new UnreadableArchiveException("The zip has more than " + most
                        + " entries. Give the zip as Spotify sent it, or a folder with its .json files");
            }
            int nameLength = ZipBytes.u16(fixed, 28);
            int extraLength = ZipBytes.u16(fixed, 30);
            ByteBuffer variable = zip.at(position + ENTRY_BYTES, nameLength + extraLength);
            String path = new String(variable.array(), 0, nameLength, StandardCharsets.UTF_8);
            if (ExportFileKind.of(path).isPresent()) {
                members.add(member(path, fixed, variable, nameLength));
            }
            position += ENTRY_BYTES + nameLength + extraLength + ZipBytes.u16(fixed, 32);
        }
        return members;
    }

    private ZipMember member(String path, ByteBuffer fixed, ByteBuffer variable, int nameLength) {
        long packed = ZipBytes.u32(fixed, 20);
        long unpacked = ZipBytes.u32(fixed, 24);
        long header = ZipBytes.u32(fixed, 42);
        int value = zip64(variable, nameLength);
        if (unpacked == IN_ZIP64) {
            value += 8;
        }
        if (packed == IN_ZIP64 && value > 0 && value + 8 <= variable.limit()) {
            packed = variable.getLong(value);
            value += 8;
        }
        if (header == IN_ZIP64 && value > 0 && value + 8 <= variable.limit()) {
            header = variable.getLong(value);
        }
        return new ZipMember(path, ZipBytes.u16(fixed, 8), ZipBytes.u16(fixed, 10), ZipBytes.u32(fixed, 16), packed,
                headersBegin + header);
    }

    /** Where the values of the Zip64 extra field begin; a large negative number where there is none. */
    private static int zip64(ByteBuffer variable, int from) {
        for (int at = from; at + 4 <= variable.limit(); at += 4 + ZipBytes.u16(variable, at + 2)) {
            if (ZipBytes.u16(variable, at) == ZIP64_EXTRA) {
                return at + 4;
            }
        }
        return Integer.MIN_VALUE / 2;
    }
}
