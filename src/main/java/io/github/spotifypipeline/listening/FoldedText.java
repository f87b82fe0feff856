package io.github.spotifypipeline.listening;

import java.text.Normalizer;
import java.util.Map;
import java.util.regex.Pattern;

/** Texts as they are compared in a search: without case, accents, and the forms that a letter may have. */
final class FoldedText {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final int ASCII = 0x80;

    /** Letters that are written with others where they are not on the keyboard. */
    private static final Map<Integer, String> LETTERS = Map.of((int) 'ß', "ss", (int) 'æ', "ae", (int) 'œ', "oe",
            (int) 'ø', "o", (int) 'ł', "l", (int) 'đ', "d", (int) 'ð', "d", (int) 'þ', "th", (int) 'ı', "i");

    private FoldedText() {
    }

    /** Its words, with one space between each two; of a text without letters and digits all its signs. */
    static String of(String text) {
        if (text == null) {
            return "";
        }
        String plain = text.chars().allMatch(one -> one < ASCII) ? text
                : MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        StringBuilder folded = new StringBuilder(plain.length());
        plain.codePoints().forEach(one -> {
            if (Character.isLetterOrDigit(one)) {
                int lower = Character.toLowerCase(one);
                String letters = lower < ASCII ? null : LETTERS.get(lower);
                if (letters == null) {
                    folded.appendCodePoint(lower);
                } else {
                    folded.append(letters);
                }
            } else if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
                folded.append(' ');
            }
        });
        String words = folded.toString().strip();
        return words.isEmpty() ? plain.strip() : words;
    }
}
