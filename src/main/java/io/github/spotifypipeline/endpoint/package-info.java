/**
 * What an endpoint is: path, paging, key, transform, schedule, parent, scopes and collection, as the parameters of its
 * route say; and the indexes that its collection gets.
 *
 * <p>Uses settings, database, jq and routefiles; knows nothing of accounts or of Spotify's answers. The definition of
 * an endpoint is a digest of what is read or stored (its parameters without schedule, priority, scope and indexes, and
 * all steps of its route). It is the same in each process; where an edit changes it, the endpoint runs again. {@code
 * OwnCollections} names a collection in {@code collections} before its first document is written: so an account's data
 * can be deleted, also that of endpoints whose files are gone, and nothing of other programs. {@code ListCompleteness}
 * lies here, not in reading, because the cursors of schedule store it, too.
 */
package io.github.spotifypipeline.endpoint;
