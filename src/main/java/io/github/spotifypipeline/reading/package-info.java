/**
 * Reading a list as a whole: its pages, whether it is complete, what was removed from it, and the lists of a parent's
 * records.
 *
 * <p>Uses json, database, accounts, endpoint, spotify and schedule; makes no record. {@code SpotifyPages} reads the
 * lists that {@code ListSelection} names, one after the other, as a {@code ListReading} each. {@code ListContents} says
 * whether a list was shown as a whole, {@code ListCheck} whether it changed meanwhile; {@code ListConclusions} decides
 * what follows, and {@code RemovedRecords} does it. {@code PagesAhead} has what is asked for before its turn; that
 * changes when a page is asked for, and nothing of how it is read. While a page goes through its route and is stored,
 * the next one of its list is read and made records of ({@code PageSource.meanwhile}); what follows from a list waits
 * until all of it is stored.
 *
 * <p>Records that a complete reading did not show get {@code removed_at}. Nothing is marked where the reading was not
 * complete: the list's total moved meanwhile, its first page was another one at the end, it showed fewer entries than
 * it counts or one twice, or it had more entries without content or key than the last time. A list that shows less than
 * half of what is stored, or less than its parent counts, is read again in the same sync before anything follows; for
 * one that shows nothing at all, a later sync must find the same.
 *
 * <p>The list of a parent's record is read when the parent's change token differs from that of the last complete
 * reading; after several pages the token is asked for again. A list that Spotify refused is asked for again when its
 * token moves, or after a week at the latest. {@code parent_reads} has a document for each list before its first page
 * is read, so that its records are marked when the parent is gone, even where the reading broke off.
 *
 * <p>A page has 50 entries; {@code next} is followed until there is none, on the configured origin only. Plays are
 * asked for without {@code after}: Spotify shows the last 50 and nothing before, so one call shows also what was heard
 * offline and comes late. A first sync makes one call a page, and one for the token of each playlist of several pages;
 * a second one reads no list whose token did not move. A list that may hold a thing several times numbers its repeats
 * through the whole reading.
 */
package io.github.spotifypipeline.reading;
