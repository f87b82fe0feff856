/**
 * Made-up covers and portraits: flat shapes in a few colours, drawn by the address that asks for them, as PNG. Nothing
 * is kept. Uses {@code server} and {@code music}.
 */
package io.github.spotifysandbox.images;
