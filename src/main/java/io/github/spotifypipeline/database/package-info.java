/**
 * The connection to MongoDB, ranges of {@code _id}, paged reads, and the copy from one database to another.
 *
 * <p>Uses settings. What decides anything is read from the primary with majority, whatever the connection string says;
 * charts and exports follow its read preference. A time that lies more than five minutes in the future counts as
 * unknown, because a clock that was ahead must not stop anything for days. A collection is named in {@code collections}
 * before its first document is written: so an account's data can be deleted, also that of endpoints whose files are
 * gone, and nothing that belongs to other programs.
 */
package io.github.spotifypipeline.database;
