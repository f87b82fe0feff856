package io.github.spotifypipeline.database;

import com.mongodb.ConnectionString;
import com.mongodb.MongoSocketReadException;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import com.mongodb.event.ServerDescriptionChangedEvent;
import com.mongodb.event.ServerListener;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why none of the servers of a connection string can be used, as the driver knows it of each. The driver itself only
 * says
 * that it waited in vain.
 */
final class ServerReasons implements ClusterListener, ServerListener {

    private final ConnectionString uri;
    private final String setting;
    private final CompletableFuture<Void> known = new CompletableFuture<>();
    private volatile List<Reason> reasons = List.of();
    private volatile boolean ofOtherSet;

    /**
     * A reason.
     *
     * @param words   what is wrong and what to do, without a secret
     * @param lasting whether waiting does not mend it
     */
    record Reason(String words, boolean lasting) {
    }

    /** @param setting what the messages call the connection string */
    ServerReasons(ConnectionString uri, String setting) {
        this.uri = uri;
        this.setting = setting;
    }

    @Override
    public void clusterDescriptionChanged(ClusterDescriptionChangedEvent event) {
        ClusterDescription now = event.getNewDescription();
        boolean usable = now.getServerDescriptions().stream().anyMatch(ServerDescription::isOk);
        reasons = usable ? List.of() : reasons(now);
        ofOtherSet &= !usable;
        if (usable || !reasons.isEmpty() && reasons.size() >= now.getServerDescriptions().size()) {
            known.complete(null);
        }
    }

    /** The driver passes over who is no member of the replica set that is asked for, and says nothing of it. */
    @Override
    public void serverDescriptionChanged(ServerDescriptionChangedEvent event) {
        ServerDescription now = event.getNewDescription();
        String asked = uri.getRequiredReplicaSetName();
        if (asked != null && now.isOk() && now.getType() != ServerType.REPLICA_SET_GHOST
                && !asked.equals(now.getSetName())) {
            ofOtherSet = true;
            known.complete(null);
        }
    }

    private List<Reason> reasons(ClusterDescription cluster) {
        return cluster.getServerDescriptions().stream().map(ServerDescription::getException).filter(Objects::nonNull)
                .map(this::reason).flatMap(Optional::stream).toList();
    }

    private Reason otherSet() {
        return new Reason(setting + " names a replica set (replicaSet=), but what answers is no member of one of that"
                + " name:"
                + " leave replicaSet out for a single MongoDB, or correct the name.", true);
    }

    private Optional<Reason> reason(Throwable thrown) {
        String words = Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .map(cause -> String.valueOf(cause.getMessage())).reduce("", (all, one) -> all + "\n" + one);
        if (words.contains("Replica set name")) {
            return Optional.of(otherSet());
        }
        if (has(thrown, SSLException.class)) {
            return Optional.of(ofTls(words));
        }
        if (has(thrown, UnknownHostException.class)) {
            return Optional.of(new Reason("No host of " + setting + " can be looked up: correct its name, or look at"
                    + " this"
                    + " machine's DNS.", false));
        }
        if (has(thrown, MongoSocketReadException.class) && words.contains("end of stream")) {
            return Optional.of(new Reason(tls() ? closed() : "MongoDB closes the connection at once: where it wants"
                    + " TLS, add"
                    + " tls=true to " + setting + ".", false));
        }
        return Optional.empty();
    }

    private static boolean has(Throwable thrown, Class<?> kind) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).anyMatch(kind::isInstance);
    }

    private boolean tls() {
        return Boolean.TRUE.equals(uri.getSslEnabled());
    }

    private Reason ofTls(String words) {
        if (words.contains("PKIX path") || words.contains("unable to find valid certification path")) {
            boolean expired = words.contains("validity check failed") || words.contains("NotAfter");
            return expired ? new Reason("MongoDB's certificate is not valid at this time: look at its dates, and at"
                    + " this"
                    + " machine's clock.", false) : new Reason("MongoDB's certificate is signed by an authority that"
                    + " is not"
                    + " trusted here: put that authority's certificate into a file and name it in mongodb.ca-file"
                    + " (MONGODB_CA_FILE).", true);
        }
        if (words.contains("No subject alternative") || words.contains("No name matching")) {
            return new Reason("MongoDB's certificate is for another host than the one in " + setting + ": write there"
                    + " the host"
                    + " that the certificate names.", true);
        }
        if (words.contains("Unsupported or unrecognized SSL message") || words.contains("plaintext connection")) {
            return new Reason("What answers speaks no TLS: take tls=true out of " + setting + ".", true);
        }
        if (words.contains("Received fatal alert")) {
            return new Reason("MongoDB refuses this program's part of TLS: where it wants a certificate (X.509), see"
                    + " docs/operations.md; else its log says why.", false);
        }
        return new Reason(closed(), false);
    }

    private String closed() {
        return "MongoDB ends the TLS connection as soon as it begins: where it speaks no TLS, take tls=true out of "
                + setting
                + "; else its log says why.";
    }

    /** Waits, once, until the driver knows of each server whether it can be used, but no longer than this. */
    void await(Duration most) {
        try {
            known.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // nothing is known of who does not answer at all, and the next question is not to wait twice as long for
            // that
            known.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why no server can be used; empty when one can, or when the driver knows nothing more than that none answers. */
    Optional<Reason> reason() {
        return reasons.stream().findFirst().or(() -> ofOtherSet ? Optional.of(otherSet()) : Optional.empty());
    }
}
