/**
 * What a number in JSON is. Uses nothing of the project.
 *
 * <p>A whole number is one number from the moment an answer is read, however Spotify spelt it: 1 and 1.0 make the same
 * key, the same digest and the same BSON.
 */
package io.github.spotifypipeline.json;
