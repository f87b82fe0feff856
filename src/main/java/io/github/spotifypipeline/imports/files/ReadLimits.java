package io.github.spotifypipeline.imports.files;

/**
 * What an archive may hold at most, so that no file can fill memory or run for hours. The real exports have up to 157
 * files, 250 MB and a ratio of 20.
 *
 * @param entries    entries of a zip, or files of a folder that are read
 * @param fileBytes  unpacked bytes of one file
 * @param totalBytes unpacked bytes of all files
 * @param ratio      unpacked bytes for each packed one
 * @param rowBytes   bytes of one row
 * @param depth      levels of objects and arrays in one row
 */
public record ReadLimits(int entries, long fileBytes, long totalBytes, int ratio, int rowBytes, int depth) {

    /** Those of the program. */
    public static final ReadLimits DEFAULT = new ReadLimits(2000, 512L << 20, 8L << 30, 200, 64 << 10, 32);
}
