package io.github.spotifypipeline.app;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.imports.flow.ImportDocuments;
import io.github.spotifypipeline.imports.flow.ImportInbox;
import io.github.spotifypipeline.imports.flow.Imports;
import io.github.spotifypipeline.imports.flow.LatePairs;
import io.github.spotifypipeline.imports.flow.Uploads;
import io.github.spotifypipeline.settings.Interval;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.sync.Gaps;
import io.github.spotifypipeline.web.ImportsAnswer;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** What the routes of imports call. Each object has the name that the routes know it by. */
final class ImportBeans {

    /** The name of what pairs plays with rows that were imported before. */
    static final String LATE_PAIRS = "spotifyLatePairs";

    /** The name of what begins, goes on with and ends imports. */
    static final String IMPORTS = "spotifyImports";

    private static final int AT_ONCE = 2;

    private ImportBeans() {
    }

    static void bind(CamelContext camel, Settings settings, Database database, KameletBeans beans,
            Clock clock) {
        ImportDocuments documents = new ImportDocuments(database, clock);
        Uploads uploads = new Uploads(settings.dataDir());
        Imports imports = new Imports(uploads, new Imports.Parts(database, documents, latePairs(camel),
                new Gaps(database, clock), beans.deadLetters(), beans.syncs().syncs()::documentsChanged),
                Interval.parse(settings.text("import.play-after")).orElseThrow(), clock,
                () -> beans.syncs().syncs().isStopping());
        ImportInbox inbox = new ImportInbox(uploads, documents, beans.accounts().store(), database, clock);
        camel.getRegistry().bind(IMPORTS, imports);
        camel.getRegistry().bind("spotifyImportInbox", inbox);
        camel.getRegistry().bind("spotifyImportsAnswer", new ImportsAnswer(inbox, documents, imports));
        camel.getRegistry().bind("spotifyImporters", camel.getExecutorServiceManager()
                .newFixedThreadPool(imports, "SpotifyImport", AT_ONCE));
    }

    static LatePairs latePairs(CamelContext camel) {
        return camel.getRegistry().lookupByNameAndType(LATE_PAIRS, LatePairs.class);
    }
}
