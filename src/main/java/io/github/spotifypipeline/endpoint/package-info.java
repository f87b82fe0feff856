/**
 * What an endpoint is: path, paging, key, transform, schedule, parent, scopes and collection, as the parameters of its
 * route say; and the indexes that its collection gets.
 *
 * <p>Uses settings, database, jq and routefiles; knows nothing of accounts or of Spotify's answers. The definition of
 * an endpoint is a digest of what is read or stored (its parameters without schedule, priority and scope, and all steps
 * of its route); it is the same in each process, and tells an edit that counts from one that does not.
 */
package io.github.spotifypipeline.endpoint;
