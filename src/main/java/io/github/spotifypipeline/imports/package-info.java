/**
 * Import of what a listener has from before the sign-in: Spotify's privacy export, its short form, the plays of
 * your_spotify, and scrobbles.
 *
 * <p>Uses json and records. An import reads its files twice. The first pass keeps a few numbers of each row and
 * finds out which rows are copies, which are the same play as one of the API's, and whose export it is; alone it is
 * the dry run. The second pass says of each row what becomes of it. IP addresses, user agents and user names are
 * dropped while a row is read, before anything else sees it. The natural key of a row is (end, uri, milliseconds
 * played), so the same rows make the same documents, however often and in whatever order their files are imported. A
 * row and a play of the API are paired one to one. Each row counts once, and an import whose counts do not add up
 * has not succeeded.
 */
package io.github.spotifypipeline.imports;
