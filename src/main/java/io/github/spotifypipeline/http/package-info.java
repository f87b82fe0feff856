/**
 * HTTP answers and cookies as plain values, so that who decides on an answer needs no web server. Uses nothing of the
 * project.
 */
package io.github.spotifypipeline.http;
