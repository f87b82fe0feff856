/**
 * What makes a record of an item: natural key, transform (jq), JSON to BSON, digest, the upsert of a page, and dead
 * letters.
 *
 * <p>Uses json, csv, jq, database, endpoint, schedule and reading. A message is a page: a JSON array of records; it
 * becomes BSON only in the sink, where a top-level field whose name ends with {@code _at} becomes a date, or null.
 * {@code _id} is the account and the natural key. The sink asks which of a page's ids are stored and upserts the rest
 * in one unordered bulk; a record whose digest is the same is not written, so a page in which nothing changed costs no
 * write. Key and transform of a page are evaluated on a thread of their own for 20 seconds at most, because jackson-jq
 * cannot be interrupted. An item that fails goes to {@code dead_letters} once; the other items of its page are stored.
 * A sync leaves out an item that failed before, until the endpoint's definition changes; a dead letter is deleted
 * after its item was stored. Each record of a page is counted as written, unchanged or left out.
 */
package io.github.spotifypipeline.records;
