package io.github.spotifypipeline.imports;

import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.imports.files.ExportFile;
import io.github.spotifypipeline.imports.files.ExportFileKind;
import java.util.Optional;

/** What can be said of an export by the names of its files, before one is opened. */
public final class ExportContents {

    private ExportContents() {
    }

    /**
     * Why nothing can be imported.
     *
     * @param shortForm whether the short form is meant
     */
    public static Optional<String> refusal(ExportArchive archive, boolean shortForm) {
        if (archive.files().stream().map(ExportFile::kind).anyMatch(ExportFileKind::isExtended)) {
            return Optional.empty();
        }
        if (archive.files().stream().noneMatch(file -> file.kind().isHistory())) {
            return Optional.of("No streaming history is in it. Its files are named "
                    + "Streaming_History_Audio_2023_1.json, endsong_0.json or StreamingHistory_music_0.json");
        }
        return shortForm ? Optional.empty() : Optional.of("This is the package \"Account data\": one year, by the "
                + "minute. The whole history is the package \"Extended streaming history\", which Spotify sends within "
                + "30 days of being asked. Import it all the same with --short");
    }
}
