/**
 * The folder {@code routes/endpoints}: its files are loaded, followed while the program runs, and checked.
 *
 * <p>Uses endpoint and routefiles. A file is taken when two looks have found it the same, so half of one never is. It
 * is checked first; only then its old routes stop, after the page in flight, and when the new ones do not start, the
 * old ones come back. A broken file never ends the program or touches another file. Of two files on one collection the
 * one that has filled it so far runs.
 */
package io.github.spotifypipeline.endpoint.files;
