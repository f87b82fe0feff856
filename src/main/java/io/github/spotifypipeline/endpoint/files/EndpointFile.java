package io.github.spotifypipeline.endpoint.files;

import io.github.spotifypipeline.routefiles.CollectionUse;
import io.github.spotifypipeline.routefiles.FileProblem;
import io.github.spotifypipeline.routefiles.RouteFinding;
import java.time.Instant;
import java.util.List;

/** What is known of one endpoint file: what of it runs, and what is wrong with it. */
final class EndpointFile {

    private final String name;
    private String running;
    private List<String> routes = List.of();
    private List<CollectionUse> collections = List.of();
    private String tried;
    private FileProblem problem;
    private boolean waiting;

    /** @param name the file, relative to the routes folder */
    EndpointFile(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The text whose routes run; null when none does. */
    String running() {
        return running;
    }

    /** The ids of the routes that run. */
    List<String> routes() {
        return routes;
    }

    /** The collections that they fill. */
    List<CollectionUse> collections() {
        return collections;
    }

    void runs(String text, EndpointRoutes.Parsed parsed) {
        running = text;
        routes = parsed.ids();
        collections = parsed.collections();
    }

    void runsNothing() {
        running = null;
        routes = List.of();
        collections = List.of();
    }

    /** Notes that this text is tried. @return whether it differs from the text that was tried before */
    boolean isNew(String text) {
        boolean isNew = !text.equals(tried);
        tried = text;
        return isNew;
    }

    /** Lets the same text be tried again. */
    void retry() {
        tried = null;
    }

    /** What is wrong; null when nothing is. */
    FileProblem problem() {
        return problem;
    }

    /** Whether its text can run only after another file has changed. */
    boolean isWaiting() {
        return waiting;
    }

    void good() {
        problem = null;
        waiting = false;
    }

    /** @return false when the same problem was known */
    boolean broken(RouteFinding finding, boolean waitsForAnother, Instant now) {
        FileProblem before = problem;
        problem = new FileProblem(name, finding.line(), finding.message(), before == null ? now : before.since());
        waiting = waitsForAnother;
        return !problem.equals(before);
    }
}
