package io.github.spotifypipeline.imports;

/** What a row of an export is, by which of its keys is filled; the word in a uri does not tell it. */
public enum RowKind {
    TRACK, EPISODE, CHAPTER,

    /** Neither uri nor name: Spotify lost what it was (known faults of October 2022 and July 2024). */
    EMPTY,

    /** Cannot be read, or has no time that it can have been. */
    DEAD
}
