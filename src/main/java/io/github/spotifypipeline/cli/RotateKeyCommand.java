package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.accounts.ClientFile;
import io.github.spotifypipeline.accounts.KeyReplacement;
import io.github.spotifypipeline.accounts.KeyRotation;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.accounts.UnstoredTokens;
import io.github.spotifypipeline.settings.FileTrouble;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code spotify-pipeline rotate-key}: a new key for the stored tokens. */
@Command(name = "rotate-key", mixinStandardHelpOptions = true, header = "Encrypt the stored tokens with a new key.",
        description = "What was entered on the page is encrypted with it, too. Stop all pipelines on this database"
        + " first. With a key file, a new random key (or NEW_TOKEN_KEY)"
        + " takes its place, and the old one stays beside it, as token.key.old, until all is done. With TOKEN_KEY,"
        + " NEW_TOKEN_KEY is the new key, which is written to token.key.new in the data folder before it is used, and"
        + " to which you then set TOKEN_KEY. A rotation that broke off is finished by running it again, with the same"
        + " new key. Backups of before need the old key.",
        footer = {"", "Examples:", "  spotify-pipeline rotate-key",
                "  (umask 077; openssl rand -base64 32 > new-token.key)",
                "  NEW_TOKEN_KEY=\"$(cat new-token.key)\" spotify-pipeline rotate-key",
                "", "Exit codes: 0 when all is encrypted with the new key; 1 when a pipeline runs, new tokens are not"
                + " stored yet, or the present key does not open what is stored, and nothing was changed; 2 for"
                + " settings that cannot work."})
final class RotateKeyCommand extends PipelineCommand {

    /** What was entered on the page, which is encrypted with the same key. */
    private ClientFile client;

    @Override
    int run(Settings settings) throws InterruptedException {
        String wanted = variable("NEW_TOKEN_KEY");
        byte[] fresh = wanted.isEmpty() ? null : key(wanted);
        try (OpenDatabase open = OpenDatabase.alone(settings, "and all others on this database, then rotate.")) {
            long unstored = UnstoredTokens.kept(settings.dataDir());
            if (unstored > 0 && !new KeyReplacement(settings.tokenKeyFile()).isBegun()) {
                throw CommandException.trouble("New tokens of " + Words.count(unstored, "account")
                        + " are not in the database yet, and another key would not open them: start the pipeline once,"
                        + " which stores them, then rotate. What it leaves"
                        + " in " + settings.dataDir().resolve("unstored-tokens")
                        + " can be deleted.");
            }
            client = new ClientFile(settings.dataDir());
            if (settings.tokenKey().isEmpty()) {
                inFile(open, settings.tokenKeyFile(), fresh);
            } else {
                bySetting(open, settings, fresh);
            }
        }
        return 0;
    }

    private static byte[] key(String text) {
        try {
            return TokenKey.fromSetting(text);
        } catch (SettingsException e) {
            throw CommandException.wrong("NEW_TOKEN_KEY must be 32 bytes in base64: make one with openssl rand -base64"
                    + " 32.");
        }
    }

    private void bySetting(OpenDatabase open, Settings settings, byte[] fresh) {
        byte[] present = TokenKey.fromSetting(settings.tokenKey());
        if (fresh == null || Arrays.equals(fresh, present)) {
            throw CommandException.wrong("TOKEN_KEY is set, so set NEW_TOKEN_KEY to another one: make one with openssl"
                    + " rand -base64 32.");
        }
        requireOpened(new KeyRotation(open.database(), List.of(present), fresh), present, fresh);
        Path kept = new KeyReplacement(settings.tokenKeyFile()).keep(fresh);
        say("The new key is in " + kept + ", too, which this user alone can read.");
        rotate(open, present, fresh);
        say("Now set TOKEN_KEY to what NEW_TOKEN_KEY is, start the pipeline, and then delete " + kept + ".");
    }

    private void inFile(OpenDatabase open, Path file, byte[] wanted) {
        KeyReplacement replacement = new KeyReplacement(file);
        if (replacement.isBegun()) {
            byte[] present = TokenKey.fromFile(file);
            rotate(open, replacement.oldKey(), present);
            replacement.end();
            say("That was the rest of a rotation that had broken off.");
            if (wanted == null || Arrays.equals(wanted, present)) {
                return;
            }
        }
        byte[] present = TokenKey.fromFile(file);
        byte[] fresh = wanted == null ? TokenKey.generate() : wanted;
        requireOpened(new KeyRotation(open.database(), List.of(present), fresh), present, fresh);
        replacement.begin(fresh);
        rotate(open, present, fresh);
        replacement.end();
        say("The new key is in " + file + ": put it with your backups. Those of before need the old one.");
    }

    private void rotate(OpenDatabase open, byte[] present, byte[] fresh) {
        KeyRotation rotation = new KeyRotation(open.database(), List.of(present), fresh);
        requireOpened(rotation, present, fresh);
        print("accounts encrypted with the new key: " + rotation.run());
        try {
            if (client.reseal(present, fresh)) {
                print("the client id and secret that were entered on the page, too");
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private CommandException unreadable(IOException e) {
        return CommandException.trouble(client.path() + " cannot be read or written (" + FileTrouble.inWords(e)
                + "): give this user access to it, or delete it and enter the client id on the page again; then rotate"
                + " again.");
    }

    private void requireOpened(KeyRotation rotation, byte[] present, byte[] fresh) {
        List<String> locked = rotation.locked();
        if (!locked.isEmpty()) {
            throw CommandException.trouble("The present key does not open the tokens of " + locked.size()
                    + " accounts (the first"
                    + " is " + locked.get(0) + "): put the right one back, or have them sign in again or disconnected"
                    + " first.");
        }
        try {
            if (!client.isOpenedBy(present, fresh)) {
                throw CommandException.trouble("The present key does not open " + client.path() + ", where the client"
                        + " id of the page is: put the right key back, or delete that file and enter the client id"
                        + " again.");
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
