package io.github.spotifypipeline.imports.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The elements of a JSON array as bytes, one after the other, in constant memory. It only looks for where an element
 * ends, so a row that is malformed, too large or too deep costs itself and not the rest of the file. All signs it looks
 * for are ASCII, so bytes that are not UTF-8 do not disturb it.
 */
public final class JsonRows {

    private static final int BYTE_ORDER_MARK = 0xfeff;

    private final InputStream in;
    private final ReadLimits limits;
    private final byte[] buffer;
    private int position;
    private int filled;
    private boolean begun;
    private boolean ended;
    private int begin;
    private int end;
    private String fault;

    /** @param in a file at its beginning; the caller closes it */
    public JsonRows(InputStream in, ReadLimits limits) {
        this.in = in;
        this.limits = limits;
        this.buffer = new byte[Math.max(4 * limits.rowBytes(), 1 << 18)];
    }

    /**
     * Goes to the next element.
     *
     * @return false after the last one
     * @throws DamagedFileException when the file is no JSON array, or ends before the array does
     */
    public boolean next() throws IOException {
        if (ended) {
            return false;
        }
        try {
            if (!begun) {
                begin();
            }
            int sign = afterSpace();
            if (sign == ',') {
                position++;
                sign = afterSpace();
            }
            if (sign == ']') {
                position++;
                finish();
                return false;
            }
            element();
            return true;
        } catch (EOFException e) {
            throw new DamagedFileException("is cut off: its JSON ends before the array does");
        }
    }

    /** Where the element begins in {@link #buffer}; meaningless where it has a fault. */
    public int offset() {
        return begin;
    }

    /** How many bytes the element has. */
    public int length() {
        return end - begin;
    }

    /** Holds the element until the next call of {@link #next}. */
    public byte[] buffer() {
        return buffer;
    }

    /** Why the element cannot be read; null when it can. */
    public String fault() {
        return fault;
    }

    private void begin() throws IOException {
        begun = true;
        while (filled < 3 && fill()) {
            // a stream may give its first bytes one by one
        }
        if (filled >= 2) {
            int first = (buffer[0] & 0xff) << 8 | buffer[1] & 0xff;
            if (first == BYTE_ORDER_MARK || first == 0xfffe) {
                throw new DamagedFileException("is UTF-16; an export is UTF-8");
            }
            if (filled >= 3 && first == 0xefbb && (buffer[2] & 0xff) == 0xbf) {
                position = 3;
            }
        }
        if (filled == 0) {
            throw new DamagedFileException("is empty");
        }
        if (afterSpace() != '[') {
            throw new DamagedFileException("is not a JSON array");
        }
        position++;
    }

    private void finish() throws IOException {
        ended = true;
        try {
            afterSpace();
        } catch (EOFException e) {
            return;
        }
        throw new DamagedFileException("goes on after the end of its JSON array");
    }

    private int afterSpace() throws IOException {
        while (true) {
            while (position < filled) {
                byte sign = buffer[position];
                if (sign != ' ' && sign != '\n' && sign != '\r' && sign != '\t') {
                    return sign;
                }
                position++;
            }
            begin = position;
            if (!fill()) {
                throw new EOFException();
            }
        }
    }

    /** An object or an array goes to its closing bracket, anything else to the next comma or bracket outside a text. */
    private void element() throws IOException {
        begin = position;
        fault = null;
        int depth = 0;
        boolean text = false;
        while (true) {
            while (position < filled) {
                if (text) {
                    text = !endOfText();
                    continue;
                }
                byte sign = buffer[position++];
                if (sign == '"') {
                    text = true;
                } else if (sign == '{' || sign == '[') {
                    if (++depth > limits.depth()) {
                        fault = "is nested deeper than " + limits.depth() + " levels";
                    }
                } else if (sign == '}' || sign == ']') {
                    if (depth == 0) {
                        if (sign == '}') {
                            throw new DamagedFileException("is damaged: its brackets do not match");
                        }
                        position--;
                        complete();
                        return;
                    }
                    if (--depth == 0) {
                        complete();
                        return;
                    }
                } else if (sign == ',' && depth == 0) {
                    position--;
                    complete();
                    return;
                }
            }
            more();
        }
    }

    /** Goes on in a text, with copies of the fields, as nearly all of a file is texts. @return whether it has ended */
    private boolean endOfText() throws IOException {
        byte[] bytes = buffer;
        int to = filled;
        for (int at = position; at < to; at++) {
            if (bytes[at] == '"') {
                position = at + 1;
                return true;
            }
            if (bytes[at] == '\\') {
                position = at + 1;
                skipOne();
                return false;
            }
        }
        position = to;
        return false;
    }

    private void skipOne() throws IOException {
        if (position == filled) {
            more();
        }
        position++;
    }

    private void complete() {
        end = position;
        if (fault == null && end - begin > limits.rowBytes()) {
            fault = tooLarge();
        }
    }

    private void more() throws IOException {
        if (position - begin > limits.rowBytes()) {
            fault = fault == null ? tooLarge() : fault;
            begin = position;
        }
        if (!fill()) {
            throw new EOFException();
        }
    }

    private String tooLarge() {
        return "has more than " + (limits.rowBytes() >> 10) + " KiB";
    }

    /** Keeps what belongs to the element, and reads on. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, begin, buffer, 0, filled - begin);
        position -= begin;
        filled -= begin;
        begin = 0;
        int count = in.read(buffer, filled, buffer.length - filled);
        if (count <= 0) {
            return false;
        }
        filled += count;
        return true;
    }
}
