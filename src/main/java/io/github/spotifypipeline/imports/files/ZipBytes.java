package io.github.spotifypipeline.imports.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Bytes of a zip by their position; numbers are little-endian. */
final class ZipBytes {

    private final FileChannel channel;
    private final long size;

    ZipBytes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /** @throws EOFException when the file ends before */
    ByteBuffer at(long position, int length) throws IOException {
        if (position < 0 || position > size - length) {
            throw new EOFException();
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }

    /** @return how many bytes were read; -1 at the end of the file */
    int read(long position, byte[] bytes, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(bytes, 0, length), position);
    }

    static int u16(ByteBuffer bytes, int index) {
        return bytes.getShort(index) & 0xffff;
    }

    static long u32(ByteBuffer bytes, int index) {
        return bytes.getInt(index) & 0xffff_ffffL;
    }
}
