package io.github.spotifysandbox;

import java.util.List;

/**
 * A few plays in a row from one place.
 *
 * @param context what is played from, or null
 * @param tracks  what it holds, best liked first unless in order
 * @param inOrder played one after the other, as an album is, or as the listener likes
 */
record Sitting(PlayContext context, List<SandboxTrack> tracks, boolean inOrder) {

    SandboxTrack track(int position, Dice dice) {
        return inOrder ? tracks.get(position % tracks.size()) : Zipf.pick(tracks, dice);
    }
}
