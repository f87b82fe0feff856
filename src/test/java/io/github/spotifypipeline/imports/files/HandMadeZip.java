package io.github.spotifypipeline.imports.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A zip whose every field can be wrong (APPNOTE.TXT). */
final class HandMadeZip {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final int prefix;
    private final boolean zip64;
    private int entries;

    /** @param prefix bytes before the zip that its positions do not count @param zip64 whether sizes stand there */
    HandMadeZip(int prefix, boolean zip64) {
        this.prefix = prefix;
        this.zip64 = zip64;
        out.writeBytes(new byte[prefix]);
    }

    HandMadeZip deflated(String name, String content) {
        return add(name, 0, 8, content, 0);
    }

    HandMadeZip stored(String name, String content) {
        return add(name, 0, 0, content, 0);
    }

    /** @param crcError is added to the checksum */
    HandMadeZip add(String name, int flags, int method, String content, int crcError) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        byte[] packed = method == 8 ? deflate(bytes) : bytes;
        CRC32 crc = new CRC32();
        crc.update(bytes);
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        int header = out.size() - prefix;
        boolean later = (flags & 8) != 0;
        ByteBuffer local = buffer(30 + path.length).putInt(0x04034b50).putShort((short) 20).putShort((short) flags)
                .putShort((short) method).putInt(0).putInt(later ? 0 : (int) crc.getValue() + crcError)
                .putInt(later ? 0 : packed.length).putInt(later ? 0 : bytes.length).putShort((short) path.length)
                .putShort((short) 0).put(path);
        out.writeBytes(local.array());
        out.writeBytes(packed);
        if (later) {
            out.writeBytes(buffer(16).putInt(0x08074b50).putInt((int) crc.getValue()).putInt(packed.length)
                    .putInt(bytes.length).array());
        }
        ByteBuffer extra = buffer(zip64 ? 28 : 0);
        if (zip64) {
            extra.putShort((short) 1).putShort((short) 24).putLong(bytes.length).putLong(packed.length).putLong(header);
        }
        directory.writeBytes(buffer(46 + path.length + extra.capacity()).putInt(0x02014b50).putShort((short) 45)
                .putShort((short) 45).putShort((short) flags).putShort((short) method).putInt(0)
                .putInt((int) crc.getValue() + crcError).putInt(zip64 ? -1 : packed.length).putInt(zip64 ? -1
                : bytes.length)
                .putShort((short) path.length).putShort((short) extra.capacity()).putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0).putInt(0).putInt(zip64 ? -1 : header).put(path).put(extra.array()).array());
        entries++;
        return this;
    }

    /** The local part, as of a download that broke off before the directory. */
    byte[] withoutDirectory() {
        return out.toByteArray();
    }

    byte[] bytes() {
        int begin = out.size() - prefix;
        out.writeBytes(directory.toByteArray());
        if (zip64) {
            int end = out.size();
            out.writeBytes(buffer(56).putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0)
                    .putInt(0).putLong(entries).putLong(entries).putLong(directory.size()).putLong(begin).array());
            out.writeBytes(buffer(20).putInt(0x07064b50).putInt(0).putLong(end).putInt(1).array());
        }
        out.writeBytes(buffer(22).putInt(0x06054b50).putInt(0).putShort((short) (zip64 ? -1 : entries))
                .putShort((short) (zip64 ? -1 : entries)).putInt(zip64 ? -1 : directory.size())
                .putInt(zip64 ? -1 : begin).putShort((short) 0).array());
        return out.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] chunk = new byte[4096];
        while (!deflater.finished()) {
            packed.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        return packed.toByteArray();
    }
}
