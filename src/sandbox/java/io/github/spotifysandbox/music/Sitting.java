package io.github.spotifysandbox.music;

import java.util.List;

/**
 * A few plays in a row from one place.
 *
 * @param context what is played from, or null
 * @param tracks  what it holds, best liked first unless in order; at least one
 * @param inOrder whether they are played one after the other, as those of an album are
 */
public record Sitting(PlayContext context, List<SandboxTrack> tracks, boolean inOrder) {

    /** The track at a place of the sitting. */
    public SandboxTrack track(int position, Dice dice) {
        return inOrder ? tracks.get(position % tracks.size()) : dice.pickByRank(tracks);
    }
}
