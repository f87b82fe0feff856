/**
 * The HTTP API and the page's files: who may call, and one class for each route's answer.
 *
 * <p>May use all rooms but app and cli. {@code RequestFilter} checks each request as it came, before any route gets it:
 * host, origin, admin token, the parameters that the path knows. A body is read (8 KB, five seconds) before a route
 * gets a thread. Text from outside is never part of an expression: a bean takes a header as an annotated parameter.
 */
package io.github.spotifypipeline.web;
