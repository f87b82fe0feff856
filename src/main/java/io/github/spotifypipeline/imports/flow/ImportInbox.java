package io.github.spotifypipeline.imports.flow;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.imports.ExportContents;
import io.github.spotifypipeline.imports.Owner;
import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.imports.files.ReadLimits;
import io.github.spotifypipeline.imports.files.UnreadableArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Header;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts what is to be imported. What can be refused is refused before a row is read. */
public final class ImportInbox {

    private static final Logger LOG = LoggerFactory.getLogger(ImportInbox.class);
    private static final int LONGEST_NAME = 200;
    private static final int BUSY = 409;

    private final Uploads uploads;
    private final ImportDocuments documents;
    private final AccountStore accounts;
    private final Database database;
    private final Clock clock;
    private final Set<String> receiving = ConcurrentHashMap.newKeySet();

    /** Of this process. */
    public ImportInbox(Uploads uploads, ImportDocuments documents, AccountStore accounts, Database database,
            Clock clock) {
        this.uploads = uploads;
        this.documents = documents;
        this.accounts = accounts;
        this.database = database;
        this.clock = clock;
    }

    /** Puts a file among the uploads. */
    private interface Source {

        Path file() throws IOException;
    }

    /**
     * Accepts an upload; the import begins soon.
     *
     * @param account whose it is; null: of the one that has signed in
     * @param name    of the file; null for a zip without a name
     * @return the id of the import
     * @throws ImportRefusedException when it is refused
     */
    public String upload(InputStream body, String account, String name, ImportChoices choices) throws IOException {
        return accept(() -> uploads.receive(body), account, name, choices);
    }

    /**
     * Accepts a copy of a file in the folder of this machine that is watched. One that is refused is put aside, and the
     * reason stands among the imports.
     *
     * @param path of the file
     * @param name its path in the folder: ACCOUNT/FILE, or FILE for the one account that has signed in
     * @throws ImportRefusedException when an import of the account is under way; the file can be taken later
     */
    public void take(String path, String name) throws IOException {
        Path file = Path.of(path);
        String account = account(name);
        try {
            accept(() -> uploads.copy(file), account, file.getFileName().toString(), ImportChoices.NONE);
        } catch (ImportRefusedException e) {
            if (e.status() == BUSY) {
                throw e;
            }
            LOG.warn("{} in the folder import was not imported, and is in import/.refused now: {}", file.getFileName(),
                    e.getMessage());
            documents.refuse(account, file.getFileName().toString(), e.getMessage());
            uploads.putAside(file, file.getFileName().toString());
        }
    }

    private static String account(String name) {
        Path parent = Path.of(name).getParent();
        return parent == null ? null : parent.toString();
    }

    /** Whether a file of the folder can be taken now: MongoDB answers, and no import of its account is under way. */
    public boolean isFree(@Header("CamelFileName") String name) {
        try {
            Owner.Listener owner = Owner.choose(account(name), signedIn(), false).listener();
            return owner == null || !receiving.contains(owner.id()) && !documents.isRunning(owner.id());
        } catch (MongoException e) {
            LOG.debug("A file in the folder import waits", e);
            return false;
        }
    }

    private String accept(Source source, String account, String name, ImportChoices choices) throws IOException {
        List<Owner.Listener> signedIn = signedIn();
        Owner.Choice choice = Owner.choose(account, signedIn, choices.anyway());
        if (choice.refusal() != null) {
            throw new ImportRefusedException(choice.status(), choice.refusal() + ".");
        }
        String accountId = choice.listener().id();
        if (accountId.isBlank() || accountId.length() > LONGEST_NAME
                || accountId.chars().anyMatch(Character::isISOControl)) {
            throw new ImportRefusedException(422, "An account's name has 1 to 200 characters, all of them visible.");
        }
        if (accountId.indexOf(':') >= 0 && !signedIn.contains(choice.listener())) {
            // a colon ends the account in each _id
            throw new ImportRefusedException(422, "An account's name has no colon.");
        }
        if (!receiving.add(accountId)) {
            throw busy(accountId);
        }
        try {
            if (documents.isRunning(accountId)) {
                throw busy(accountId);
            }
            // the name of somebody who has not signed in is made up here, so that no user name can contradict it
            return begin(source, name == null || name.isBlank() ? null : name, choice.listener(),
                    signedIn.contains(choice.listener()) ? choices : choices.withAnyway());
        } finally {
            receiving.remove(accountId);
        }
    }

    private static ImportRefusedException busy(String accountId) {
        return new ImportRefusedException(BUSY, "An import of account " + accountId
                + " is under way: try again when it has ended.");
    }

    private String begin(Source source, String name, Owner.Listener owner, ImportChoices choices) throws IOException {
        String shown = name == null ? "my_spotify_data.zip" : name.substring(Math.max(name.lastIndexOf('/'),
                name.lastIndexOf('\\')) + 1);
        Path part = source.file();
        Path kept = part;
        try (ExportArchive archive = ExportArchive.open(part, shown, ReadLimits.DEFAULT, opened -> { })) {
            if (Files.size(part) == 0) {
                throw new ImportRefusedException(422, "The file is empty.");
            }
            ExportContents.refusal(archive, choices.shortForm()).ifPresent(words -> {
                throw new ImportRefusedException(422, words + ".",
                        ExportContents.refusal(archive, true).isEmpty() ? "short" : null);
            });
            kept = uploads.keep(part);
            String id = documents.newId(owner.id());
            documents.begin(new ImportTask(id, owner, clock.instant(), kept, shown, choices));
            return id;
        } catch (UnreadableArchiveException e) {
            Files.deleteIfExists(kept);
            throw new ImportRefusedException(422, e.getMessage() + ".");
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(kept);
            throw e;
        }
    }

    private List<Owner.Listener> signedIn() {
        return accounts.accountList().stream().map(Account::id).map(id -> {
            Document profile = database.collection("profiles").find(new Document("_id", id + ":profile"))
                    .first();
            Document raw = profile == null ? null : profile.get("raw", Document.class);
            return new Owner.Listener(id, raw == null ? null : raw.getString("id"));
        }).toList();
    }
}
