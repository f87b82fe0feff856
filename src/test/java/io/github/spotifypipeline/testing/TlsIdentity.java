package io.github.spotifypipeline.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key and a certificate that it signed itself, which no one trusts unless told to. */
public final class TlsIdentity {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path store;
    private final KeyStore keys;

    private TlsIdentity(Path store, KeyStore keys) {
        this.store = store;
        this.keys = keys;
    }

    /**
     * Makes one with the JDK's keytool. @param name whom it is for, such as {@code dns:localhost} or {@code
     * ip:127.0.0.1}
     */
    public static TlsIdentity of(String name, Path folder) throws IOException, InterruptedException,
            GeneralSecurityException {
        Path store = folder.resolve(name.replaceAll("\\W", "_") + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "it", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=" + name,
                        "-validity", "30",
                "-ext", "BC=ca:true", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
                new String(PASSWORD)).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException(said);
        }
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            return new TlsIdentity(store, keys);
        }
    }

    /** What a server that has this identity needs. */
    public SSLContext context() throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** The certificate, in a file of PEM. */
    public Path certificate() throws IOException, GeneralSecurityException {
        return Files.writeString(store.resolveSibling(store.getFileName() + ".pem"), "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getCertificate("it").getEncoded())
                + "\n-----END CERTIFICATE-----\n");
    }
}
