/**
 * One sync of one endpoint of one account, from its turn to its result. {@code Syncs} begins it, {@code SyncStart}
 * makes what its route works with, {@code SyncSteps} is called by the route for each page, {@code SyncResults} ends it:
 * cursor, run record, log line, gaps.
 *
 * <p>Uses schedule, reading, records and what is below them. The cursor's position moves after the last page was
 * written: after a kill at any time the sync runs again and ends in the same documents. A sync that fails leaves the
 * position as it was, and marks nothing in the list that it was reading; lists that it had read to the end stay marked.
 * Where an answer does not reach back to the newest play that was known, the time in between is stored in {@code gaps}
 * before the position moves. Disconnecting an account waits for the page in flight, and nothing of the account is
 * written after it.
 */
package io.github.spotifypipeline.sync;
