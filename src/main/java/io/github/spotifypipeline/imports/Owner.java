package io.github.spotifypipeline.imports;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whose an export is. New ones name nobody; those before 2024 have a user name in each row. */
public final class Owner {

    /** Fewer plays of the API in the time of the export prove nothing. */
    private static final int ENOUGH_PLAYS = 20;
    private static final int LEAST_PERCENT = 20;

    private Owner() {
    }

    /**
     * An account that has signed in.
     *
     * @param id        {@code _id}
     * @param profileId the {@code id} of its profile at Spotify; null when it is not known
     */
    public record Listener(String id, String profileId) {
    }

    /**
     * Which account an import is for.
     *
     * @param listener null when it is refused
     * @param status   of HTTP: 202, or 404 or 422 of a refusal
     * @param refusal  a sentence; null when it is not refused
     */
    public record Choice(Listener listener, int status, String refusal) {

        private static Choice of(Listener listener) {
            return new Choice(listener, 202, null);
        }
    }

    /**
     * What can be said before the file is read.
     *
     * @param asked  what the user named: an account, or the {@code id} of its profile; null for nothing
     * @param anyway whether an account that has not signed in is meant
     */
    public static Choice choose(String asked, Collection<Listener> signedIn, boolean anyway) {
        if (asked != null) {
            Optional<Listener> named = signedIn.stream().filter(one -> one.id().equals(asked)).findFirst()
                    .or(() -> signedIn.stream().filter(one -> asked.equalsIgnoreCase(one.profileId())).findFirst());
            if (named.isPresent() || signedIn.isEmpty() || anyway) {
                return Choice.of(named.orElse(new Listener(asked, null)));
            }
            return new Choice(null, 404, "No account " + asked + " has signed in; there is " + names(signedIn)
                    + ". Choose one of these, or import it all the same with --anyway");
        }
        if (signedIn.size() == 1) {
            return Choice.of(signedIn.iterator().next());
        }
        return new Choice(null, 422, signedIn.isEmpty()
                ? "Nobody has signed in. Say under which name to keep the history, with --account NAME"
                : "Several accounts have signed in. Say whose export it is, with --account: " + names(signedIn));
    }

    private static String names(Collection<Listener> signedIn) {
        return String.join(", ", signedIn.stream().map(Listener::id).sorted().toList());
    }

    /**
     * What the user names in the rows say. The answer does not name them.
     *
     * @param anyway whether one that is not the account's is meant
     * @return why the export is refused
     */
    public static Optional<String> refusalByNames(Listener listener, Set<String> userNames, boolean anyway) {
        Set<String> names = new TreeSet<>();
        userNames.stream().filter(name -> !name.isBlank()).map(Owner::plain).forEach(names::add);
        if (names.size() > 1) {
            return Optional.of("These are the exports of " + names.size()
                    + " people. Give one person's files at a time");
        }
        if (names.isEmpty() || anyway || names.contains(plain(listener.id()))
                || listener.profileId() != null && names.contains(plain(listener.profileId()))) {
            return Optional.empty();
        }
        return Optional.of("This is the export of another Spotify user than " + listener.id()
                + ". Choose the account that it belongs to, or import it all the same with --anyway");
    }

    /** Without case, and without escapes such as {@code %C3%B1}. */
    private static String plain(String name) {
        String text = name.strip();
        try {
            text = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // a name with a percent sign that is no escape
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /**
     * What the data say: an account's own export has most of the plays that the API has shown.
     *
     * @return why the export is refused
     */
    public static Optional<String> refusalByPlays(PairingResult.Found found, boolean anyway) {
        if (anyway || found.plays() < ENOUGH_PLAYS || found.paired() * 100L >= (long) LEAST_PERCENT * found.plays()) {
            return Optional.empty();
        }
        return Optional.of("These are probably not this account's plays: " + found.paired() + " of " + found.plays()
                + " found. Choose another account, or import them all the same with --anyway");
    }
}
