package io.github.spotifypipeline.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.settings.FileTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code unstored-tokens} in the data folder: one file an account, encrypted with the token key and for its
 * owner only, from Spotify's giving a new refresh token until the database has it.
 */
final class UnstoredFiles {

    private static final Logger LOG = LoggerFactory.getLogger(UnstoredFiles.class);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTEXT = "unstored-tokens";
    private static final String ENDING = ".sealed";

    private final Path folder;
    private final TokenCipher cipher;
    private boolean complained;

    UnstoredFiles(Path dataDir, TokenCipher cipher) {
        this.folder = dataDir.resolve(CONTEXT);
        this.cipher = cipher;
    }

    /** Keeps tokens; where the folder cannot be written, the log says so once, and they are in memory alone. */
    void keep(String accountId, UnstoredTokens.Unstored unstored) {
        ObjectNode content = JSON.createObjectNode().put("account_id", accountId)
                .put("old_refresh_token", unstored.old().refreshToken()).put("old_version", unstored.old().version())
                .put("access_token", unstored.grant().accessToken())
                .put("refresh_token", unstored.grant().refreshToken())
                .put("expires_at", unstored.grant().expiresAt().toString());
        if (unstored.grant().scopes() != null) {
            unstored.grant().scopes().forEach(content.putArray("scopes")::add);
        }
        try {
            Files.createDirectories(folder);
            SecretFile.write(file(accountId), cipher.seal(content.toString(), CONTEXT));
        } catch (IOException e) {
            if (!complained) {
                LOG.warn("New tokens cannot be kept in {} until they are in the database ({}): give this user access to"
                        + " it, or an account may need a new sign-in when the process ends meanwhile.", folder,
                        FileTrouble.inWords(e));
            }
            complained = true;
        }
    }

    /** The database has them, or they are of no use any more. */
    void forget(String accountId) {
        try {
            Files.deleteIfExists(file(accountId));
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted ({}): delete it", file(accountId), FileTrouble.inWords(e));
        }
    }

    /** How many there are in a data folder. @throws UncheckedIOException when that cannot be read */
    static long count(Path dataDir) {
        Path folder = dataDir.resolve(CONTEXT);
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(one -> one.toString().endsWith(ENDING)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an earlier process could not store, by its account; without what the token key does not open. */
    Map<String, UnstoredTokens.Unstored> load() {
        Map<String, UnstoredTokens.Unstored> all = new LinkedHashMap<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(ENDING)).sorted().toList()) {
                read(file, all);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read ({}): give this user access to it", folder, FileTrouble.inWords(e));
        }
        return all;
    }

    private void read(Path file, Map<String, UnstoredTokens.Unstored> all) throws IOException {
        try {
            JsonNode content = JSON.readTree(cipher.open(SecretFile.read(file), CONTEXT));
            List<String> scopes = !content.has("scopes") ? null : StreamSupport.stream(
                    content.get("scopes").spliterator(), false).map(JsonNode::asText).toList();
            all.put(content.get("account_id").asText(), new UnstoredTokens.Unstored(
                    new TokenStore.Tokens(null, content.get("old_refresh_token").asText(), Instant.EPOCH,
                            content.get("old_version").asLong()),
                    new TokenGrant(content.get("access_token").asText(), content.get("refresh_token").asText(),
                            Instant.parse(content.get("expires_at").asText()), scopes)));
        } catch (IllegalArgumentException | TokenCipher.WrongKeyException e) {
            LOG.warn("{} holds tokens that the token key does not open: start once with the key of before, or delete"
                    + " it", file);
        }
    }

    /** Named so that any account's id makes a file's name. */
    private Path file(String accountId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(accountId.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ENDING);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
