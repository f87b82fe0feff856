package io.github.spotifypipeline.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the known name that an unknown one probably means. */
public final class Spelling {

    /** How many letters may be wrong, missing, too many or swapped with the next one. */
    private static final int MOST = 2;

    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{Alnum}<>]");

    private Spelling() {
    }

    /** The known name nearest to a written one; case and separators do not count. Empty when none is near. */
    public static Optional<String> nearest(String written, Collection<String> known) {
        String meant = plain(written);
        return known.stream().filter(name -> isNear(meant, plain(name)))
                .min(Comparator.<String>comparingInt(name -> distance(meant, plain(name)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean isNear(String written, String known) {
        int most = Math.min(MOST, known.length() / 3);
        // so many letters are missing or too many at least
        return Math.abs(written.length() - known.length()) <= most && distance(written, known) <= most;
    }

    /** The nearest known name, however different it is. */
    public static String closest(String written, Collection<String> known) {
        return known.stream().min(Comparator.<String>comparingInt(name -> distance(written, name))
                .thenComparing(Comparator.naturalOrder())).orElseThrow();
    }

    private static String plain(String name) {
        return SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** Optimal string alignment: the fewest insertions, deletions, substitutions and swaps of neighbours. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + same, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
