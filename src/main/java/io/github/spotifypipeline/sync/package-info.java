/**
 * One sync of one endpoint of one account, from its turn to its result: it ties together where pages come from, what is
 * counted, and how it ends (cursor, run record, log line, gaps).
 *
 * <p>Uses schedule, reading and records. The cursor moves after the last page was written, so a process that is killed
 * anywhere does the sync again and ends in the same documents. A sync that did not end well touches neither cursor nor
 * what is in a list. Where an answer does not show the newest play that was known, {@code gaps} gets the time in
 * between before the cursor moves. Disconnecting an account waits for the page in flight, and nothing of the account is
 * written after it.
 */
package io.github.spotifypipeline.sync;
