/**
 * The commands of {@code bin/spotify-pipeline}; without one it runs the pipeline.
 *
 * <p>May use all rooms. A new command is a class and a name in the {@code subcommands} of {@code RootCommand}.
 * {@code sync}, {@code replay}, {@code retransform} and {@code status} ask the pipeline that runs, if one does. A
 * command that needs the database opens it, or connects to the process that has the embedded one open. Messages go to
 * standard error, results to standard output; exit code 2 stands for a setting or an argument that cannot work.
 */
package io.github.spotifypipeline.cli;
