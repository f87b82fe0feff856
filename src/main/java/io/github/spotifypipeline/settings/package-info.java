/**
 * The settings of the program: one table of keys, defaults, parsers and words, read from {@code application.properties}
 * and the environment.
 *
 * <p>Uses nothing of the project. A setting that cannot work ends the start with one sentence that says what to change;
 * a key that nobody knows is one. No other room reads a property or an environment variable.
 */
package io.github.spotifypipeline.settings;
