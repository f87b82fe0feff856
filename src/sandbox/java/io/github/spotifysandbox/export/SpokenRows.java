package io.github.spotifysandbox.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.AccountLibrary;
import io.github.spotifysandbox.export.HistoryRow.Times;
import io.github.spotifysandbox.music.Dice;
import java.time.Instant;
import java.util.List;

/** Writes rows of podcasts and audiobooks that an account has saved. */
final class SpokenRows {

    private static final double CHAPTER = 0.25;

    private SpokenRows() {
    }

    static ObjectNode of(AccountLibrary library, Instant at, Dice dice) {
        SittingTraits sitting = SittingTraits.of(dice);
        long heard = 300_000 + dice.below(1_500_000);
        ObjectNode row = HistoryRow.of(sitting, new Times(at, heard, at.plusMillis(heard)), "endplay");
        if (dice.chance(CHAPTER)) {
            JsonNode audiobook = any(library.savedAudiobooks.part(0, 50).items(), dice).path("audiobook");
            return HistoryRow.putChapter(row, audiobook, audiobook.at("/chapters/items/" + dice.below(5)));
        }
        return HistoryRow.putEpisode(row, any(library.savedEpisodes.part(0, 50).items(), dice).path("episode"));
    }

    private static JsonNode any(List<? extends JsonNode> things, Dice dice) {
        return things.get(dice.below(things.size()));
    }
}
