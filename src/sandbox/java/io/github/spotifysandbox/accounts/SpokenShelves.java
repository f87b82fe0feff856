package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.SpokenJson;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** The podcasts and audiobooks that a listener with habits has saved. */
final class SpokenShelves {

    private static final List<String> SHOWS = List.of("Lighthouse Keeping Weekly", "The Quarry Hour",
            "Caf\u00E9 \u2615 & Other Stories", "Slow Trains", "\u200F\u05E8\u05D3\u05D9\u05D5 \u05D9\u05DD");
    private static final List<String> AUDIOBOOKS = List.of("The Cartographer's Umbrella", "Ninebridge",
            "On Kettles: A History");
    private static final LocalDate FIRST_SAVED = LocalDate.of(2024, 2, 11);
    private static final int DAYS_APART = 97;

    private SpokenShelves() {
    }

    static void fill(AccountLibrary library) {
        Instant at = FIRST_SAVED.atTime(19, 12).toInstant(ZoneOffset.UTC);
        for (int i = 0; i < SHOWS.size(); i++) {
            ObjectNode show = SpokenJson.show(SHOWS.get(i));
            library.savedShows.put(show, at);
            library.savedEpisodes.put(SpokenJson.episode("A Beginning", show), at.plusSeconds(3_600));
            library.savedEpisodes.put(SpokenJson.episode("Part Two \uD83C\uDF99\uFE0F", show), at.plusSeconds(90_000));
            if (i < AUDIOBOOKS.size()) {
                library.savedAudiobooks.put(SpokenJson.audiobook(AUDIOBOOKS.get(i)), at.plusSeconds(500_000));
            }
            at = at.plusSeconds(DAYS_APART * 86_400L);
        }
    }
}
