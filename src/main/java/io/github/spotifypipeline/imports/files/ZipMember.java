package io.github.spotifypipeline.imports.files;

/**
 * One entry of a zip as its directory, or its own header, describes it (APPNOTE.TXT, sections 4.3.7 and 4.3.12).
 *
 * @param path       its name; never used as a path
 * @param flags      general purpose bit flag
 * @param method     0 stored, 8 deflated
 * @param crc        CRC-32 of the unpacked bytes; -1 when it is not known
 * @param packed     its packed bytes; -1 when it is not known
 * @param header     where its local header begins
 */
record ZipMember(String path, int flags, int method, long crc, long packed, long header) {

    static final int STORED = 0;
    static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1;

    /** Why it cannot be read; null when it can be tried. */
    String obstacle() {
        if ((flags & ENCRYPTED) != 0 || method == 99) {
            return "is encrypted: unpack the zip with its password, and give the folder";
        }
        if (method != STORED && method != DEFLATED) {
            return "is packed by a method that is not supported (" + method + "): unpack the zip, and give the folder";
        }
        return method == STORED && packed < 0 ? "is cut off: its length is not known" : null;
    }
}
