package io.github.spotifypipeline.imports.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The unpacked bytes of an entry of a zip, checked by its CRC-32 and held to the ratio of the limits. */
final class UnpackingStream extends InputStream {

    /** Below this many unpacked bytes any ratio is allowed: a short text may be all alike. */
    private static final long RATIO_FROM = 1 << 20;

    private final ZipBytes zip;
    private final ZipMember member;
    private final int ratio;
    private final Inflater inflater;
    private final CRC32 crc = new CRC32();
    private final byte[] packed = new byte[1 << 15];
    private long position;
    private long left;
    private long taken;
    private long unpacked;
    private boolean ended;

    /** @throws DamagedFileException when the entry cannot be read */
    UnpackingStream(ZipBytes zip, ZipMember member, int ratio) throws IOException {
        if (member.obstacle() != null) {
            throw new DamagedFileException(member.obstacle());
        }
        this.zip = zip;
        this.member = member;
        this.ratio = ratio;
        this.position = ZipSearch.content(zip, member);
        this.left = member.packed() < 0 ? zip.size() - position : member.packed();
        this.inflater = member.method() == ZipMember.DEFLATED ? new Inflater(true) : null;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int count = inflater == null ? stored(bytes, offset, length) : inflated(bytes, offset, length);
        if (count < 0) {
            ended = true;
            if (member.crc() >= 0 && member.crc() != crc.getValue()) {
                throw new DamagedFileException("is damaged: its bytes do not match their checksum");
            }
            return -1;
        }
        crc.update(bytes, offset, count);
        unpacked += count;
        if (unpacked > RATIO_FROM && unpacked / ratio > taken) {
            throw new DamagedFileException("unpacks to more than " + ratio + " times its size: it is no export");
        }
        return count;
    }

    private int stored(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = fill(Math.min(length, packed.length));
        System.arraycopy(packed, 0, bytes, offset, count);
        return count;
    }

    private int inflated(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count;
            while ((count = inflater.inflate(bytes, offset, length)) == 0) {
                if (inflater.finished()) {
                    return -1;
                }
                if (inflater.needsDictionary()) {
                    throw new DamagedFileException("is damaged: it cannot be unpacked");
                }
                inflater.setInput(packed, 0, fill(packed.length));
            }
            return count;
        } catch (DataFormatException e) {
            throw new DamagedFileException("is damaged: it cannot be unpacked");
        }
    }

    private int fill(int most) throws IOException {
        int count = left == 0 ? -1 : zip.read(position, packed, (int) Math.min(most, left));
        if (count <= 0) {
            throw new DamagedFileException("is cut off: the zip ends before it does");
        }
        position += count;
        left -= count;
        taken += count;
        return count;
    }

    @Override
    public void close() {
        ended = true;
        if (inflater != null) {
            inflater.end();
        }
    }
}
