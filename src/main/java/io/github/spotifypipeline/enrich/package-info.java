/**
 * What lists do not show of songs and artists that were heard: asked for one by one, slowly, after everything else.
 *
 * <p>A run begins three hours after the start at the earliest, once a day, in one of the processes on the database.
 * What was asked for is not asked for again for a year, whatever the answer was.
 */
package io.github.spotifypipeline.enrich;
