/**
 * An import as it runs: what the routes of {@code routes/import} call, and what it reads and writes in MongoDB.
 *
 * <p>An upload lies in {@code imports} of the data folder, readable by its owner only, until its import has ended. An
 * import that was killed, or whose database was away, begins again from its first row: what is stored already counts as
 * known. A row's document is keyed by its content, a pair is written before the row's own document is deleted, and gaps
 * change last, so a repeated import ends with the same documents. Nothing here calls Spotify.
 */
package io.github.spotifypipeline.imports.flow;
