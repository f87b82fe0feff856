/**
 * What was heard, from a table of all plays in memory: top lists, pages of a song, artist or album, years, habits,
 * search, and what of the library is heard or not.
 *
 * <p>Uses database and charts. A question never reads plays: it goes through the arrays of the table, which are filled
 * at the first look, from what is kept of months that are over ({@code chart_months}), and brought up to date before
 * each answer. One question is answered after the other.
 *
 * <p>A period is about {@code played_at} in the time zone of the settings, as in the charts; days, weekdays and hours
 * are those of {@code played_at_local}.
 */
package io.github.spotifypipeline.listening;
