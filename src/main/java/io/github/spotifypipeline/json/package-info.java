/**
 * What a number and a time in JSON are, and an answer whose entries are not read yet. Uses nothing of the project.
 *
 * <p>From the moment an answer is read, 1 and 1.0 are the same number: they make the same key, the same digest and the
 * same BSON.
 */
package io.github.spotifypipeline.json;
