/**
 * What a route file and a Kamelet definition say, and what is wrong in them, with line and remedy: for {@code check},
 * for {@code try}, for the tests, and before a file is loaded.
 *
 * <p>Uses jq. Reads files only; starts nothing.
 */
package io.github.spotifypipeline.routefiles;
