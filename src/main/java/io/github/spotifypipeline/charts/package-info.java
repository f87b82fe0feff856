/**
 * The charts of the page: aggregations, their parameters, their rows as JSON and CSV, and the same query as text for
 * mongosh.
 *
 * <p>Uses database only. A filter has a range of {@code _id} (account and time), so that no other document is read. The
 * embedded database does one thing at a time: plays are grouped an account and a month at a time, and put together
 * here. No chart sorts before it groups.
 */
package io.github.spotifypipeline.charts;
