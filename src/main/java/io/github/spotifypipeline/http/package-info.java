/**
 * HTTP answers, their JSON, and cookies as plain values: deciding on an answer needs no web server. Uses nothing of the
 * project.
 */
package io.github.spotifypipeline.http;
