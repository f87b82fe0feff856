/**
 * The charts of the page: aggregations, their parameters, their rows as JSON and CSV, and the same query as text for
 * mongosh.
 *
 * <p>Uses database only. A filter has a range of {@code _id} (account and time), so that no other document is read. The
 * embedded database runs one command at a time, so plays are grouped by one short query for each account and month, and
 * the groups are merged here. No chart sorts before it groups.
 */
package io.github.spotifypipeline.charts;
