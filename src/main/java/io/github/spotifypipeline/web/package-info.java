/**
 * The HTTP API and the page's files: who may call, and one class for each route's answer.
 *
 * <p>Uses everything but app and cli. In front of every route the request is checked as it came: host, origin, admin
 * token, the parameters that the path knows. A body is read (8 KB, five seconds) before a route gets a thread. What
 * comes from outside is never evaluated: a bean takes a header as an annotated parameter, not as text in an expression.
 */
package io.github.spotifypipeline.web;
