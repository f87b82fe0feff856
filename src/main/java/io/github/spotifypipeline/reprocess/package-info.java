/**
 * Replay of dead letters, and retransform of documents: stored items run through the route of their endpoint once more.
 *
 * <p>Uses sync and what is below it. Pages come from the database in place of Spotify; key, transform, steps and sink
 * are those of a sync; no call is made, no cursor moves, and nothing is marked as removed. The account's syncs wait
 * meanwhile. Retransform updates only the document that an item came from. {@code retransforms} keeps how far it is.
 */
package io.github.spotifypipeline.reprocess;
