/**
 * The folder {@code routes/endpoints}: loads its files, checks them, and follows their changes while the program runs.
 *
 * <p>Uses settings, endpoint and routefiles. A file is loaded after two looks have found it unchanged, so that no
 * half-written file is. It is checked first. Then its old routes stop, after the current page is stored, and the new
 * ones start. If they do not start, the old ones come back. A broken file never ends the program or affects another
 * file. Of two files that fill one collection, the one that has filled it so far runs.
 */
package io.github.spotifypipeline.endpoint.files;
