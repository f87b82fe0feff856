package io.github.spotifysandbox.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.listener.ListenerLife;
import io.github.spotifysandbox.music.PlayGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The zip that Spotify sends to somebody who asks for the extended streaming history. */
public final class PrivacyExport {

    /** The zip's name, whoever asks. */
    public static final String NAME = "my_spotify_data.zip";

    private static final String FOLDER = "Spotify Extended Streaming History/Streaming_History_";
    private static final ObjectWriter ROWS = new ObjectMapper().writerWithDefaultPrettyPrinter()
            .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private final SandboxAccount account;
    private final Instant until;
    private final Past past;
    private final NewestStreams newest;
    private final LocalDate last;
    private final LocalDate first;

    private PrivacyExport(SandboxAccount account, Instant until, Past past, NewestStreams newest, LocalDate last,
            int years) {
        this.account = account;
        this.until = until;
        this.past = past;
        this.newest = newest;
        this.last = last;
        this.first = last.minusYears(years);
    }

    /**
     * Of an account whose plays are made up one by one.
     *
     * @param until when it is made
     * @param years how far it reaches back
     */
    public static PrivacyExport of(long seed, SandboxAccount account, PlayGenerator songs, Instant until, int years) {
        NewestStreams newest = new NewestStreams(seed, account, until);
        return new PrivacyExport(account, until, new ListeningHistory(seed, account, songs, newest), newest,
                until.atOffset(ZoneOffset.UTC).toLocalDate(), years);
    }

    /** Of a listener with habits; the same otherwise. */
    public static PrivacyExport of(long seed, SandboxAccount account, ListenerLife life, Instant until, int years) {
        NewestStreams newest = new NewestStreams(seed, account, until);
        return new PrivacyExport(account, until, new ListenerPast(seed, account, life, newest), newest,
                life.day(until), years);
    }

    /** Writes the zip, and closes it. */
    public void write(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int year = first.getYear(); year <= last.getYear(); year++) {
                begin(zip, FOLDER + "Audio_" + year + "_" + (year - first.getYear()) + ".json");
                writeAudio(zip, year);
                zip.closeEntry();
            }
            begin(zip, FOLDER + "Video_" + first.getYear() + "-" + last.getYear() + ".json");
            try (SequenceWriter rows = ROWS.writeValuesAsArray(zip)) {
                for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
                    rows.writeAll(past.videos(day));
                }
            }
            zip.closeEntry();
            // of another package of Spotify's: nobody opens it
            begin(zip, "Spotify Account Data/Userdata.json");
            zip.write(("{\"username\": \"" + account.id() + "\", \"email\": \"listener@example.org\"}")
                    .getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    private void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(until.toEpochMilli());
        zip.putNextEntry(entry);
    }

    private void writeAudio(ZipOutputStream zip, int year) throws IOException {
        try (SequenceWriter rows = ROWS.writeValuesAsArray(zip)) {
            for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
                if (day.getYear() == year) {
                    rows.writeAll(past.day(day));
                }
            }
            if (year == last.getYear()) {
                rows.writeAll(newest.rows());
            }
        }
    }
}
