/**
 * The Web API: its paths and the scopes they need ({@code WebApi}), how it pages, and the JSON of answers. It answers
 * as Spotify does for personal applications since February 2026 (Development Mode); what Spotify removed then answers
 * 403.
 */
package io.github.spotifysandbox.api;
