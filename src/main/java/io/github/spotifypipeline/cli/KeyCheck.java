package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.accounts.KeyReplacement;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.settings.FileTrouble;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Checks the token key: whether it can be used, and whether others can read its file. */
final class KeyCheck {

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE);

    private KeyCheck() {
    }

    /** @return whether there is a key that can be used */
    static boolean check(Settings settings, CheckFindings findings) {
        Path file = settings.tokenKeyFile();
        try {
            if (!settings.tokenKey().isEmpty()) {
                TokenKey.fromSetting(settings.tokenKey());
                return true;
            }
            TokenKey.fromFile(file);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                findings.problem("token key: others can read " + file
                        + ": chmod 600 it, and if others have used this machine, run spotify-pipeline rotate-key.");
            }
            if (new KeyReplacement(file).isBegun()) {
                findings.problem("token key: a rotation has broken off: run spotify-pipeline rotate-key again.");
            }
            return true;
        } catch (SettingsException e) {
            findings.problem("token key: " + e.getMessage());
        } catch (IOException e) {
            findings.problem("token key: " + file + " cannot be looked at (" + FileTrouble.inWords(e)
                    + "): give this user access to it.");
        }
        return false;
    }
}
