/**
 * The HTTP server on 127.0.0.1, the router and the values that go through them: a request and an answer. It knows
 * nothing of Spotify but the forms of its errors. An {@code Interceptor} sees each request before the router does.
 */
package io.github.spotifysandbox.server;
