/**
 * The privacy export of a sandbox account, in the form in which Spotify sends it: a zip with the extended streaming
 * history as JSON. It follows from seed, account and time alone, as the plays of {@code music} do. Uses {@code music}
 * and {@code accounts}.
 */
package io.github.spotifysandbox.export;
