package io.github.spotifypipeline.imports;

/**
 * A play that the API has shown.
 *
 * @param id       {@code _id} of its document
 * @param playedAt in Unix ms; as a rule the end of the stream
 * @param uri      of the song
 * @param names    title, first artist and album
 * @param merged   the row that it already has as its {@code stream}; null without one
 */
public record ApiPlay(String id, long playedAt, String uri, SongNames names, RowKey merged) {
}
