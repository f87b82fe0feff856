package io.github.spotifypipeline.imports;

import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.imports.files.ExportFile;
import io.github.spotifypipeline.imports.files.ExportFileKind;
import io.github.spotifypipeline.records.PlaySource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be said of an export by the names of its files, before one is opened. */
public final class ExportContents {

    private static final int MOST_NAMES = 5;

    private ExportContents() {
    }

    /** What the files of an archive are from; of scrobbles, any of the services. */
    public static PlaySource source(ExportArchive archive) {
        return archive.files().stream().map(ExportFile::kind).filter(ExportFileKind::isOfService).findFirst()
                .map(kind -> kind == ExportFileKind.YOUR_SPOTIFY ? PlaySource.YOUR_SPOTIFY : PlaySource.LASTFM)
                .orElse(PlaySource.EXPORT);
    }

    /** Only your_spotify and ListenBrainz have several files. */
    private static boolean isOfOneService(List<ExportFile> files) {
        return files.size() == 1 || files.stream().allMatch(file -> file.kind() == ExportFileKind.YOUR_SPOTIFY)
                || files.stream().allMatch(file -> file.name().toLowerCase(Locale.ROOT).endsWith(".jsonl"));
    }

    /**
     * Why nothing can be imported.
     *
     * @param shortForm whether the short form is meant
     */
    public static Optional<String> refusal(ExportArchive archive, boolean shortForm) {
        List<ExportFile> ofServices = archive.files().stream().filter(file -> file.kind().isOfService()).toList();
        boolean history = archive.files().stream().anyMatch(file -> file.kind().isHistory());
        if (!ofServices.isEmpty() && (history || !isOfOneService(ofServices))) {
            return Optional.of("Plays of several sources are in it: " + String.join(", ", archive.files().stream()
                    .map(ExportFile::name).limit(MOST_NAMES).toList()) + ". Import those of each source by themselves, "
                    + "Spotify's own first");
        }
        if (!ofServices.isEmpty() || archive.files().stream().anyMatch(file -> file.kind().isExtended())) {
            return Optional.empty();
        }
        if (!history) {
            return Optional.of("No streaming history is in it. Its files are named "
                    + "Streaming_History_Audio_2023_1.json, endsong_0.json or StreamingHistory_music_0.json. A file of "
                    + "Last.fm, Maloja or Koito is given by itself");
        }
        return shortForm ? Optional.empty() : Optional.of("This is the package \"Account data\": one year, by the "
                + "minute. The whole history is the package \"Extended streaming history\", which Spotify sends within "
                + "30 days of being asked. Import it all the same with --short");
    }
}
