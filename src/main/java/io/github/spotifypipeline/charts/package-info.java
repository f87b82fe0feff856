/**
 * The charts of the page: aggregations, their parameters, their rows as JSON and CSV, and the same query as text for
 * mongosh.
 *
 * <p>Uses csv and database only. A filter has a range of {@code _id} (account and time), so that no other document is
 * read. The embedded database runs one command at a time, so plays are grouped by one short query for each account and
 * month, and the groups are merged here. No chart sorts before it groups.
 *
 * <p>The groups of months that are over are kept, with a stamp. Whoever writes to plays marks their months
 * ({@link io.github.spotifypipeline.database.PlayMonths}); a writer that does not leaves charts that are wrong.
 */
package io.github.spotifypipeline.charts;
