package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.imports.RowOutcome;
import io.github.spotifypipeline.imports.flow.ImportChoices;
import io.github.spotifypipeline.imports.flow.ImportDocuments;
import io.github.spotifypipeline.imports.flow.ImportInbox;
import io.github.spotifypipeline.imports.flow.ImportProgress;
import io.github.spotifypipeline.imports.flow.ImportRefusedException;
import io.github.spotifypipeline.imports.flow.Imports;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /api/imports}: takes an export. {@code GET /api/imports}: what has become of them. */
public final class ImportsAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(ImportsAnswer.class);
    private static final int MOST = 50;
    private static final long MOST_SKIPPED = 512L << 20;

    private final ImportInbox inbox;
    private final ImportDocuments documents;
    private final Imports imports;

    public ImportsAnswer(ImportInbox inbox, ImportDocuments documents, Imports imports) {
        this.inbox = inbox;
        this.documents = documents;
        this.imports = imports;
    }

    /** An import that was accepted. */
    public record Accepted(String id) {
    }

    /**
     * Takes the body: a zip, or one JSON file of an export.
     *
     * @param name   of the file
     * @param expect set by a client that sends the body only when it is asked to
     * @return 202 with {@link Accepted}; the import itself may still be refused
     */
    public Answer begin(@Body InputStream body, @Header("account") String account, @Header("name") String name,
            @Header("dryRun") String dryRun, @Header("short") String shortForm, @Header("anyway") String anyway,
            @Header("withoutPrivate") String withoutPrivate, @Header("Expect") String expect) throws IOException {
        ImportChoices choices = new ImportChoices(flag("dryRun", dryRun), flag("short", shortForm),
                flag("anyway", anyway), flag("withoutPrivate", withoutPrivate));
        InputStream export = body == null ? InputStream.nullInputStream() : body;
        try {
            return Answer.json(202, new Accepted(inbox.upload(export, account, name, choices)));
        } catch (ImportRefusedException e) {
            if (expect == null) {
                skip(export);
            }
            throw e;
        }
    }

    /** Who still sends reads no answer. */
    private static void skip(InputStream export) {
        try {
            export.skip(MOST_SKIPPED);
        } catch (IOException e) {
            LOG.debug("An upload that is refused has broken off", e);
        }
    }

    private static boolean flag(String name, String value) {
        return ApiParameters.flag(value, name + " must be true or false. Nothing was imported.");
    }

    /** The imports, the last one first. */
    public record Listed(List<Map<String, Object>> imports) {
    }

    /**
     * Shows them.
     *
     * @return 200 with {@link Listed}
     */
    public Answer list() {
        Map<String, Long> progress = imports.progress().stream()
                .collect(Collectors.toMap(ImportProgress::id, ImportsAnswer::rowsDone));
        return Answer.json(200, new Listed(documents.newest(MOST).stream().map(one -> shown(one, progress)).toList()));
    }

    /** Of both readings. */
    private static long rowsDone(ImportProgress one) {
        return one.rows() + (one.expected() == null ? 0 : one.expected());
    }

    private static Map<String, Object> shown(Document one, Map<String, Long> progress) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", one.getString("_id"));
        // what is not known, or not yet, is there all the same
        shown.put("files", List.of());
        shown.put("read", 0L);
        for (RowOutcome outcome : RowOutcome.values()) {
            shown.put(outcome.field(), 0L);
        }
        shown.put("pairs", Map.of());
        shown.put("span", null);
        shown.put("gaps_closed", 0L);
        shown.put("error", null);
        one.forEach((name, value) -> {
            if (!List.of("_id", "file", "profile_id", "seen_at", "writing", "covered").contains(name)) {
                shown.put(name, plain(value));
            }
        });
        if (progress.containsKey(one.getString("_id"))) {
            shown.put("rows_done", progress.get(one.getString("_id")));
        }
        return shown;
    }

    private static Object plain(Object value) {
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime());
        }
        if (value instanceof Document document) {
            Map<String, Object> plain = new LinkedHashMap<>();
            document.forEach((name, field) -> plain.put(name, plain(field)));
            return plain;
        }
        return value instanceof List<?> list ? list.stream().map(ImportsAnswer::plain).toList() : value;
    }
}
