package io.github.spotifypipeline.spotify;

import java.time.Instant;

/**
 * What is known of a bucket.
 *
 * @param bucket       the path template
 * @param calls        calls in the last 24 hours, to the hour
 * @param blockedUntil no call before this time; null when it is not blocked
 * @param reason       why it is blocked, in plain words; null when it is not
 */
public record RateLimit(String bucket, long calls, Instant blockedUntil, String reason) {
}
