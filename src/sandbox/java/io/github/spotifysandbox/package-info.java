/**
 * A stand-in for Spotify on 127.0.0.1: its accounts service and its Web API over real HTTP, with made-up accounts and
 * music. It ships with the pipeline for {@code --sandbox} and {@code check --sandbox}, and the tests run against it. It
 * uses nothing of the pipeline.
 *
 * <p>Here: what starts it ({@code Sandbox}, {@code SandboxOptions}) and what signs the demo account in to a pipeline
 * ({@code DemoSignIn}). The imports go one way: this package uses {@code api} and {@code export}; {@code api} uses
 * {@code oauth}; that and {@code export} use {@code accounts}, which uses {@code music}. {@code server} uses none of
 * them; {@code api}, {@code oauth} and this package use it.
 *
 * <p>What only tests need lies in {@code src/test}: {@code TestSandbox} records calls, lets them go wrong and changes
 * accounts.
 */
package io.github.spotifysandbox;
