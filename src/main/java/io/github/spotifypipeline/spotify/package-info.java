/**
 * The client of Spotify's Web API: one call, what its answer means, what went wrong, how long to wait, the rate limits
 * and their store, and access tokens.
 *
 * <p>Uses settings, json, database and accounts. Each call asks for leave in the name of its bucket, which is its path
 * as a template. What an answer means is a value; what went wrong is one exception with a kind, a sentence for a
 * person, and a time. 401 is asked once more with fresh tokens. 408, 5xx, a timeout, a reset or a broken answer are
 * asked three times more, after 1, 2 and 4 seconds with jitter, and then by the next run; 400, 403 and 404 are not. A
 * 429 with a Retry-After of a minute or less holds its bucket in this process; a longer one, the day's quota, or the
 * fifth in a row blocks the bucket in the database for all processes. A fifth of the budget and of the pace is kept for
 * plays. Who waits holds no thread. A call ends after 60 seconds and 16 MB. The bearer token goes to the origin of
 * {@code spotify.api-url} only. One process at a time refreshes an account's tokens; a refusal parks the account only
 * where it was of the token that is still current.
 */
package io.github.spotifypipeline.spotify;
