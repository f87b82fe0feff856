/**
 * The client of Spotify's Web API: one call, what its answer means, what went wrong, how long to wait, the rate limits
 * and their store, and access tokens.
 *
 * <p>Uses settings, json, database and accounts. A bucket is the calls that share a rate limit: a path as a template.
 * Before each call its bucket is asked whether the call may be made now ({@code CallGate}). {@code AnswerPolicy} says
 * what a status means; the answer is a {@code Verdict}. What went wrong is one exception with a {@code FailureKind}, a
 * sentence for a person, and a time. After a 401 the call is made once more with fresh tokens. After 408, 5xx, a reset
 * or a broken answer it is made three times more, after 1, 2 and 4 seconds with jitter, after a timeout once more; what
 * then still fails waits for the next sync. After 400, 403 and 404 it is not made again. A 429 with a Retry-After of a
 * minute or less holds its bucket in this process; a longer one, the day's quota, or the fifth for one call blocks the
 * bucket in the database for all processes. A fifth of the budget and of the pace is kept for plays. A call that waits
 * holds no thread. A call ends after 60 seconds ({@code spotify.call-deadline}) or 16 MB. The bearer token goes to the
 * origin of {@code spotify.api-url} only. The calls of a sync read it once in five seconds, and anew after a 401 and
 * after any change that this process makes to an account. One process at a time refreshes an account's tokens; where
 * Spotify refuses them, the account needs a new sign-in, unless other tokens were stored meanwhile.
 */
package io.github.spotifypipeline.spotify;
