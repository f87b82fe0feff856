package io.github.spotifypipeline.routefiles;

/** A route file that cannot be used. */
public final class BrokenFileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    public BrokenFileException(Finding finding) {
        super(finding.message());
        this.finding = finding;
    }

    /** Why, and where. */
    public Finding finding() {
        return finding;
    }
}
