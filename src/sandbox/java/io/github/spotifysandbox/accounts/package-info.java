/**
 * The accounts and their state: what each has saved, follows, keeps in playlists and plays most. A library is made up
 * when it is first looked at. It follows from the seed and the account's id, never from the clock, and holds the odd
 * data of real answers. All state is in memory.
 */
package io.github.spotifysandbox.accounts;
