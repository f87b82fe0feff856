package io.github.spotifypipeline.imports;

import io.github.spotifypipeline.imports.files.ExportFile;

/**
 * What a file was, after it was read.
 *
 * @param file    which one
 * @param sha256  of its unpacked bytes, in hexadecimal digits; null when it is damaged, or read once more
 * @param bytes   how many were read
 * @param rows    how many were read
 * @param span    from the oldest to the newest of its rows; null without any
 * @param covered the same of its rows of songs with a uri, of which it is known that nothing is missing in between;
 *                null without any, of videos, of the short form and of a damaged file
 * @param error   why it could not be read to its end; null when it could
 */
public record FileReport(ExportFile file, String sha256, long bytes, long rows, Span span, Span covered, String error) {
}
