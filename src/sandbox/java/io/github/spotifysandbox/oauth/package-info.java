/**
 * The accounts service: the page on which a person agrees, codes, PKCE (RFC 7636) and tokens (RFC 6749). It also tells
 * the Web API whom an access token speaks for.
 *
 * <p>Tokens carry their claims: they stay good over a restart and in another process with the same seed. What is kept
 * in memory is lost on a restart: codes that were not traded yet, and which refresh tokens were replaced.
 */
package io.github.spotifysandbox.oauth;
