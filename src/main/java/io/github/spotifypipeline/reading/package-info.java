/**
 * Reading a list as a whole: its pages, whether it is complete, what was removed from it, and the lists of a parent's
 * records.
 *
 * <p>Uses database, accounts, endpoint, spotify and schedule; makes no record. Records that a complete reading did not
 * show get {@code removed_at}. Nothing is marked where the list changed while it was read: its total moved, it showed
 * less than it counts or something twice, more entries without content or key than the last time, or its first page is
 * another at the end. What contradicts what is known is read again before it is believed: a list that shows less than
 * half of what is stored, or less than its parent counts; what shows nothing at all waits for a later sync to find the
 * same. The list of a parent's record is read when the parent's change token is another than that of the last complete
 * reading; after several pages the token is asked for again. A refusal leaves a list alone until its token moves, for a
 * week at most, and never for good. Before the first page of a list is read, {@code parent_reads} knows of it, so that
 * its records are marked when the parent goes, whatever became of the reading.
 *
 * <p>A page has 50 entries; {@code next} is followed until there is none, on the configured origin only. Plays are
 * asked for without {@code after}: Spotify shows the last 50 and nothing before, so one call shows also what was heard
 * offline and comes late. A first sync makes one call a page, and one for the token of each playlist of several pages;
 * a second one reads no list whose token did not move. A list that may hold a thing several times numbers its repeats
 * through the whole reading.
 */
package io.github.spotifypipeline.reading;
