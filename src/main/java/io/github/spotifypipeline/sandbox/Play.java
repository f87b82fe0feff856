package io.github.spotifypipeline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** An item of recently-played and the time, to the millisecond, by which it is ordered and found. */
record Play(Instant at, JsonNode item) {
}
