/**
 * The charts: aggregations that files define, their parameters, their rows as JSON and CSV, and the same query as text
 * for mongosh. {@code Chart} chooses what answers a definition: {@code GroupedChart} by months, {@code NewestPlays} and
 * {@code LeftLibrary} without reading the rest, {@code DatabaseChart} the aggregation as it is. {@code files} reads and
 * follows the files.
 *
 * <p>Uses csv, database, and routefiles for files; the stages behind {@code $group} of groups that were put together
 * run in the query engine of the embedded database, whatever the database is. A filter has a range of {@code _id}
 * (account and time), so that no other document is read. The embedded database runs one command at a time, so plays are
 * grouped by one short query for each account and month, and the groups are merged here. No chart of the program sorts
 * before it groups.
 *
 * <p>The groups of months that are over are kept, with a stamp. Whoever writes to plays marks their months
 * ({@link io.github.spotifypipeline.database.PlayMonths}); a writer that does not leaves charts that are wrong.
 */
package io.github.spotifypipeline.charts;
