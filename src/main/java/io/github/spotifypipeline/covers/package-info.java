/**
 * Covers of songs and artists: which image is shown, what is still to be fetched, and the files in the data folder. A
 * browser is never told where an image comes from, and never waits while one is fetched.
 *
 * <p>An image is only fetched from an origin that the settings name, and only kept when its first bytes are those of a
 * JPEG, PNG or WebP. The names of the files are digests: nothing from outside is part of a path.
 */
package io.github.spotifypipeline.covers;
