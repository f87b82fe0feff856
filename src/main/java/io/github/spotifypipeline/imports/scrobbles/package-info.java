/**
 * Scrobbles: what other services have kept of a listener, in the files that they export, brought to one form.
 *
 * <p>Uses imports.files. A scrobble is a play only where neither the API nor an export has it: they overlap almost
 * wholly with Spotify's own.
 */
package io.github.spotifypipeline.imports.scrobbles;
