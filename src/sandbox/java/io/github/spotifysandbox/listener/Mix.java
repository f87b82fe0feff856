package io.github.spotifysandbox.listener;

import java.time.LocalDate;

/** The playlists of a listener. Every few days a song comes in at the end and the oldest goes. */
public enum Mix {

    MORNING("Morning Train", 6, 32),
    KITCHEN("Kitchen, Loud", 9, 36),
    DESK("Rainy Desk \uD83C\uDF27\uFE0F", 14, 40),
    RUN("Long Run", 11, 24),
    FRIDAY("Friday, Late", 5, 36),
    NEW("New on Friday", 4, 12),
    AWAY("Away, Every Year", 45, 34),
    WINTER("Winter Lights", 90, 22);

    private final String title;
    private final int daysPerSong;
    private final int size;

    Mix(String title, int daysPerSong, int size) {
        this.title = title;
        this.daysPerSong = daysPerSong;
        this.size = size;
    }

    /** As the listener calls it. */
    public String title() {
        return title;
    }

    /** How many songs it has, but for repeats. */
    int size() {
        return size;
    }

    /** The number of the song that comes in next: it moves when the playlist changes. */
    public long number(LocalDate day) {
        return Math.floorDiv(day.toEpochDay(), daysPerSong);
    }

    /** When the song with this number came in. */
    LocalDate day(long number) {
        return LocalDate.ofEpochDay(number * daysPerSong);
    }
}
