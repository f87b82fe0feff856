/**
 * Who has signed in: the account store, the sign-in, the encryption of tokens ({@code TokenCipher}) and the change of
 * its key, and the app at Spotify ({@code SpotifyClient}).
 *
 * <p>Uses settings, database and http. A client id and secret that are entered on the page lie encrypted in the data
 * folder ({@code ClientFile}); the settings win over them. Tokens lie in {@code accounts}, encrypted with AES-256-GCM
 * and bound to their account. A pending sign-in travels in an encrypted cookie of the browser that began it, so
 * nothing is kept for sign-ins that never return and any replica can finish one; the callback's route stores each in
 * {@code claims}, so that none is used twice. A change of tokens is stored only while the version that it was made
 * from is still the stored one. New tokens that the database does not take lie encrypted in the data folder until it
 * does, so a stop or a kill loses none. While a key is changed, the old one stays beside the new one until every
 * account is encrypted anew, each in one write.
 */
package io.github.spotifypipeline.accounts;
