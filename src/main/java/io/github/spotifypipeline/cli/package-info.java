/**
 * The commands of {@code bin/spotify-pipeline}; without one it runs the pipeline.
 *
 * <p>Uses all rooms. A command asks the pipeline that runs where two must not work at once ({@code sync}, {@code
 * replay}, {@code retransform}), and the database for the rest. Messages go to standard error, results to standard
 * output; exit code 2 is a setting that cannot work.
 */
package io.github.spotifypipeline.cli;
