/**
 * The program as a whole: it makes the beans, opens the database, starts and stops Camel ({@code Pipeline}). {@code
 * GuestPipeline} makes the same for another Camel application that has the jar on its classpath.
 *
 * <p>Uses all rooms but cli. In another application nothing is made before it reads a route that names one of the
 * Kamelets. The Kamelets use components of their own ({@code spotify-http}, {@code spotify-mongodb}, {@code
 * spotify-quartz}) and placeholders that begin with {@code spotify-kamelets.}; no bean has a type that Camel would wire
 * into an application's component.
 */
package io.github.spotifypipeline.app;
