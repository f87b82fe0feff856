package io.github.spotifysandbox.images;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes an image as PNG (ISO/IEC 15948): 8 bits each of red, green and blue, no alpha. */
final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int BITS = 8;
    private static final int RGB = 2;
    private static final int UP = 2;
    private static final int HEADER_BYTES = 13;
    private static final int CHUNK_BYTES = 12;

    /** Gives the colour of a pixel, 0xRRGGBB. */
    interface Pixels {

        int at(int x, int y);
    }

    private Png() {
    }

    static byte[] of(int size, Pixels pixels) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        png.writeBytes(chunk("IHDR", ByteBuffer.allocate(HEADER_BYTES).putInt(size).putInt(size)
                .put((byte) BITS).put((byte) RGB).array()));
        png.writeBytes(chunk("IDAT", compressed(size, pixels)));
        png.writeBytes(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    /** Each line as its difference to the one above, which is small in flat shapes. */
    private static byte[] compressed(int size, Pixels pixels) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            byte[] above = new byte[3 * size];
            for (int y = 0; y < size; y++) {
                byte[] line = new byte[3 * size];
                byte[] filtered = new byte[1 + 3 * size];
                filtered[0] = UP;
                for (int x = 0; x < size; x++) {
                    int colour = pixels.at(x, y);
                    for (int part = 0; part < 3; part++) {
                        int i = 3 * x + part;
                        line[i] = (byte) (colour >> (16 - 8 * part));
                        filtered[1 + i] = (byte) (line[i] - above[i]);
                    }
                }
                out.write(filtered);
                above = line;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        return ByteBuffer.allocate(CHUNK_BYTES + data.length).putInt(data.length).put(name).put(data)
                .putInt((int) sum.getValue()).array();
    }
}
