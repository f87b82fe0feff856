package io.github.spotifypipeline.routefiles;

/** A route file that cannot be used. */
public final class BrokenFileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RouteFinding finding;

    public BrokenFileException(RouteFinding finding) {
        super(finding.message());
        this.finding = finding;
    }

    /** Why, and where. */
    public RouteFinding finding() {
        return finding;
    }
}
