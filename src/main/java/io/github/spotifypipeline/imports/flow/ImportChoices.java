package io.github.spotifypipeline.imports.flow;

/**
 * What can be asked for with an import.
 *
 * @param dryRun         whether it is only counted, and nothing is written
 * @param shortForm      whether the package "Account data" is meant, too
 * @param anyway         whether it is imported although it looks like somebody else's
 * @param withoutPrivate whether private sessions are left out
 */
public record ImportChoices(boolean dryRun, boolean shortForm, boolean anyway, boolean withoutPrivate) {

    /** Nothing in particular. */
    public static final ImportChoices NONE = new ImportChoices(false, false, false, false);

    ImportChoices withAnyway() {
        return new ImportChoices(dryRun, shortForm, true, withoutPrivate);
    }
}
