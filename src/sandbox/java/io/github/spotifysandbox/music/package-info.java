/**
 * Made-up music: artists, albums, tracks, shows and audiobooks, their JSON, the catalogue in which they are looked up,
 * and what listeners play when. All of it follows from a seed and from names: the same seed gives the same music on
 * every machine, so a restart changes nothing.
 */
package io.github.spotifysandbox.music;
