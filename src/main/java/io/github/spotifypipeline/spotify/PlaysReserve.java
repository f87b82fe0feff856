package io.github.spotifypipeline.spotify;

/** How much of what there is may be used by whom. */
final class PlaysReserve {

    private PlaysReserve() {
    }

    /** All of it for plays, four fifths for everything else, but at least one. */
    static int of(int all, boolean first) {
        return first ? all : Math.max(1, (int) (all * 4L / 5));
    }
}
