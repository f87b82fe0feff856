package io.github.spotifypipeline.listening;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * Finds what was played, or is in the library, by words of its name and of its artists' names. What begins with the
 * text
 * comes first, then that of which words begin so, then the rest; of two the one that was heard more.
 */
final class MusicSearch {

    private static final int NOT_FOUND = 3;

    private static final Comparator<Found> BEST_FIRST = Comparator.comparingInt(Found::score)
            .thenComparing(Comparator.comparingInt(Found::plays).reversed()).thenComparing(Found::name)
            .thenComparingInt(Found::thing);

    private final ListenedPlays plays;
    private final DayPeriod period;
    private final String text;
    private final String[] words;
    /** Whether there is no letter and no digit in the text: then names are compared as they are. */
    private final boolean signs;

    /** @param text as a person writes it */
    MusicSearch(ListenedPlays plays, DayPeriod period, String text) {
        this.plays = plays;
        this.period = period;
        this.text = FoldedText.of(text);
        this.words = this.text.split(" ");
        this.signs = this.text.codePoints().noneMatch(Character::isLetterOrDigit);
    }

    private record Found(int thing, int score, int plays, String name) {
    }

    Map<String, Object> answer(String asked, int most) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("text", asked);
        for (ThingKind kind : ThingKind.values()) {
            answer.put(kind.words(), text.isEmpty() ? List.of() : rows(kind, most));
        }
        return answer;
    }

    private List<Map<String, Object>> rows(ThingKind kind, int most) {
        ThingCounts all = ThingCounts.of(plays, kind, new DayPeriod(null, null, period.zone()));
        boolean[] there = plays.shelf().there(kind);
        PriorityQueue<Found> found = new PriorityQueue<>(BEST_FIRST.reversed());
        for (int thing = 0; thing < all.size(); thing++) {
            if ((all.plays(thing) > 0 || there[thing]) && plays.shown().face(kind, thing) != Things.NONE) {
                int score = score(kind, thing);
                if (score < NOT_FOUND) {
                    found.add(new Found(thing, score, all.plays(thing), plays.shown().folded(kind, thing)));
                    if (found.size() > most) {
                        found.poll();
                    }
                }
            }
        }
        ThingCounts counts = period.from() == null && period.to() == null ? all
                : ThingCounts.of(plays, kind, period);
        return found.stream().sorted(BEST_FIRST).map(one -> counts.row(plays.shown(), one.thing())).toList();
    }

    private int score(ThingKind kind, int thing) {
        String name = text(kind, thing);
        int score = name.startsWith(text) ? 0 : 1;
        for (int i = 0; i < words.length && score != 0; i++) {
            int word = score(name, words[i]);
            for (int artist : word == 1 ? List.<Integer>of() : plays.shown().artists(kind, thing)) {
                word = Math.min(word, score(text(ThingKind.ARTIST, artist), words[i]));
            }
            score = Math.max(score, word);
        }
        return score;
    }

    private String text(ThingKind kind, int thing) {
        return signs ? Objects.toString(plays.shown().name(kind, thing), "") : plays.shown().folded(kind, thing);
    }

    private static int score(String text, String word) {
        int at = text.indexOf(word);
        if (at < 0) {
            return NOT_FOUND;
        }
        while (at > 0 && text.charAt(at - 1) != ' ') {
            at = text.indexOf(word, at + 1);
        }
        return at < 0 ? 2 : 1;
    }
}
