package io.github.spotifypipeline.charts;

/** The plays of a chart are being counted for the first time, which goes on without whoever asked. */
public final class StillCountingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int done;
    private final int of;

    /** @param done how many months are counted @param of how many there are */
    public StillCountingException(int done, int of) {
        super("Still counting the plays of this chart: " + done + " of " + of + " months. Ask again in a few seconds.");
        this.done = done;
        this.of = of;
    }

    private StillCountingException(String message) {
        super(message);
        this.done = 0;
        this.of = 1;
    }

    /** The library is being read for the first time. */
    public static StillCountingException ofLibrary() {
        return new StillCountingException("Still reading the library. Ask again in a few seconds.");
    }

    public int done() {
        return done;
    }

    public int of() {
        return of;
    }
}
