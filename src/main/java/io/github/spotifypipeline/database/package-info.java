/**
 * The connection to MongoDB, ranges of {@code _id}, paged reads, and the copy from one database to another.
 *
 * <p>Uses settings. Charts and exports are read as the connection string's read preference says; everything else is
 * read from the primary, with majority. A stored time that lies more than five minutes in the future counts as unknown,
 * because a clock that was ahead must not stop anything for days.
 */
package io.github.spotifypipeline.database;
