/**
 * Reads route files and definitions of Kamelets, and finds mistakes in them, with line and remedy. {@code check},
 * {@code try}, the tests and the live folder use it.
 *
 * <p>Uses jq. Reads files only; starts nothing.
 */
package io.github.spotifypipeline.routefiles;
