package io.github.spotifysandbox.music;

import java.time.Instant;

/** What somebody likes to listen to. */
public interface Likings {

    /**
     * What is played in the n-th sitting.
     *
     * @param at when
     */
    Sitting sitting(long n, Instant at);

    /** A playlist with the form of uri that Spotify used until 2018 and still gives now and then. */
    PlayContext oldFormPlaylist();
}
