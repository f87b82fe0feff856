package io.github.spotifypipeline.database;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCompressor;
import com.mongodb.MongoConfigurationException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.github.spotifypipeline.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The client that a connection string describes.
 *
 * @param setting the name of the connection string in messages
 * @param shown   the connection string's read preference, for data that is shown or exported
 * @param reasons why the server does not answer
 */
record MongoConnection(MongoClient client, String setting, ReadPreference shown, boolean namesUser,
        ServerReasons reasons) {

    /** How long to wait for a server that answers. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The class that the driver needs for a compressor. Others need none. */
    private static final Map<String, String> COMPRESSORS = Map.of("zstd", "com.github.luben.zstd.Zstd",
            "snappy", "org.xerial.snappy.Snappy");

    /**
     * Makes the client without a call to the server.
     *
     * @param authorities a PEM file of certificates to trust instead of Java's; null: Java's
     * @throws SettingsException when the connection string cannot work; the message never repeats it
     */
    static MongoConnection to(ConnectionString parsed, String setting, Path authorities) {
        if (parsed.getWriteConcern() != null && !parsed.getWriteConcern().isAcknowledged()) {
            throw new SettingsException(setting + " must not set w=0: what MongoDB does not confirm may be"
                    + " lost. Leave w out.");
        }
        if (parsed.getHosts().stream().anyMatch(host -> host.endsWith(".sock"))) {
            throw new SettingsException(setting + " names a Unix socket, which this program cannot use:"
                    + " write a host and a port.");
        }
        parsed.getCompressorList().stream().map(MongoCompressor::getName).filter(MongoConnection::isMissing).findFirst()
                .ifPresent(compressor -> {
                    throw new SettingsException(setting + " names the compressor " + compressor + ", whose library is"
                            + " not part of this program: write compressors=zlib, leave it out, or put the library into"
                            + " lib/.");
                });
        ServerReasons reasons = new ServerReasons(parsed, setting);
        try {
            MongoClient client = MongoClients.create(settings(parsed, authorities, reasons));
            ReadPreference shown = parsed.getReadPreference();
            return new MongoConnection(client, setting, shown == null ? ReadPreference.primary() : shown,
                    parsed.getCredential() != null, reasons);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new SettingsException(setting + " has options that cannot work together, or a number out"
                    + " of its range: " + e.getMessage());
        }
    }

    /** @throws SettingsException when the connection string has a wrong form; the message never repeats it */
    static ConnectionString parse(String connectionString, String setting) {
        try {
            return new ConnectionString(connectionString);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(setting + " is not a MongoDB connection string: write it like"
                    + " mongodb://user:password@host:27017/, with : / @ in user and password percent-encoded, and with"
                    + " values that its options take.");
        } catch (MongoConfigurationException e) {
            throw new SettingsException(setting + " names a mongodb+srv host that DNS does not know.");
        }
    }

    private static boolean isMissing(String compressor) {
        try {
            Class.forName(COMPRESSORS.getOrDefault(compressor, MongoConnection.class.getName()), false,
                    MongoClient.class.getClassLoader());
            return false;
        } catch (ClassNotFoundException e) {
            return true;
        }
    }

    /**
     * Reads come from the primary with read concern majority, whatever the connection string says, because they decide
     * which token is used, what is due and what is new. Only {@link Database#shown} follows the string.
     */
    private static MongoClientSettings settings(ConnectionString parsed, Path authorities, ServerReasons reasons) {
        return MongoClientSettings.builder()
                .applicationName("spotify-pipeline")
                .writeConcern(WriteConcern.MAJORITY)
                .readConcern(ReadConcern.MAJORITY)
                .applyToClusterSettings(cluster -> cluster.addClusterListener(reasons)
                        .serverSelectionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.addServerListener(reasons))
                .applyToSocketSettings(socket -> socket.connectTimeout(10, TimeUnit.SECONDS)
                        .readTimeout(60, TimeUnit.SECONDS))
                .applyConnectionString(parsed)
                .readPreference(ReadPreference.primary())
                .applyToSslSettings(tls -> {
                    if (authorities != null) {
                        tls.context(Authorities.in(authorities));
                    }
                })
                .build();
    }
}
