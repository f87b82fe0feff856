package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.PLAYS_SCOPE;
import static io.github.spotifysandbox.SandboxClient.RECENTLY_PLAYED;
import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifysandbox.music.Library;
import io.github.spotifysandbox.music.LibraryMaker;
import io.github.spotifysandbox.music.Play;
import io.github.spotifysandbox.music.PlayGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneratedPlaysTest {

    private static final Instant NOW = Instant.parse("2026-11-22T20:00:07Z");
    private static final Duration SLOT = Duration.ofSeconds(30);

    private final MutableClock clock = new MutableClock(NOW);
    private final SandboxOptions options = SandboxOptions.defaults().withClock(clock).withPlayEvery(SLOT);
    private final Library library = LibraryMaker.make(7);
    private final PlayGenerator generator = new PlayGenerator(7, SLOT, library);

    @Test
    void historyIsTheSameAfterARestart() {
        assertThat(historyOf(options)).isEqualTo(historyOf(options)).contains("played_at");
    }

    @Test
    void anotherSeedGivesAnotherHistory() {
        assertThat(historyOf(options)).isNotEqualTo(historyOf(options.withSeed(8)));
    }

    private static String historyOf(SandboxOptions options) {
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            SandboxClient client = new SandboxClient(sandbox, options);
            String token = client.accessToken("demo", PLAYS_SCOPE);
            return json(client.call(RECENTLY_PLAYED + "?limit=50", token)).get("items").toString();
        }
    }

    @Test
    void newPlaysAppearAsTimePasses() {
        try (TestSandbox sandbox = TestSandbox.start(options)) {
            SandboxClient client = new SandboxClient(sandbox, options);
            String token = client.accessToken("demo", PLAYS_SCOPE);
            String after = json(client.call(RECENTLY_PLAYED, token)).at("/cursors/after").asText();

            clock.advance(SLOT.multipliedBy(10));

            JsonNode items = json(client.call(RECENTLY_PLAYED + "?after=" + after, token)).get("items");
            assertThat(items.size()).isBetween(9, 11);
        }
    }

    @Test
    void everySlotOfTheAbsoluteGridHasExactlyOnePlay() {
        List<Long> slots = generator.latest("demo", NOW, 500).stream()
                .map(play -> play.at().toEpochMilli() / SLOT.toMillis()).toList();

        for (int i = 1; i < slots.size(); i++) {
            assertThat(slots.get(i)).isEqualTo(slots.get(i - 1) - 1);
        }
    }

    @Test
    void playsDoNotChangeWhenTimeMovesOn() {
        List<Play> earlier = generator.latest("demo", NOW, 50);
        List<Play> later = generator.latest("demo", NOW.plus(SLOT.multipliedBy(20)), 70);

        assertThat(later).containsAll(earlier);
    }

    @Test
    void noPlayIsInTheFuture() {
        for (int s = 0; s < 30; s++) {
            Instant now = NOW.plusSeconds(s);
            assertThat(generator.latest("demo", now, 1).get(0).at()).isBeforeOrEqualTo(now);
        }
    }

    @Test
    void accountsListenToDifferentThings() {
        assertThat(generator.latest("demo", NOW, 50)).isNotEqualTo(generator.latest("second", NOW, 50));
    }

    @Test
    void favouritesArePlayedOftenAndManyTracksRarely() {
        Map<String, Long> counts = generator.latest("demo", NOW, 3000).stream()
                .collect(Collectors.groupingBy(play -> play.item().at("/track/uri").asText(), Collectors.counting()));

        long most = Collections.max(counts.values());
        long median = counts.values().stream().sorted().skip(counts.size() / 2).findFirst().orElseThrow();
        assertThat(most).isGreaterThan(10 * median);
        assertThat(counts).hasSizeGreaterThan(100);
    }

    @Test
    void oddItemsTurnUpAmongOrdinaryPlays() {
        List<Play> plays = generator.latest("demo", NOW, 3000);
        List<String> names = texts(plays, item -> item.at("/track/name").asText());
        List<String> contexts = texts(plays, item -> item.at("/context/uri").asText());

        assertThat(plays).anyMatch(play -> play.item().at("/track/is_local").asBoolean());
        assertThat(plays).anyMatch(play -> play.item().get("context").isNull());
        assertThat(plays).anyMatch(play -> play.item().at("/track/explicit").asBoolean());
        assertThat(plays).anyMatch(play -> play.item().at("/track/artists").size() > 3);
        assertThat(contexts).anyMatch(uri -> uri.matches("spotify:user:demo:playlist:[A-Za-z0-9]{22}"));
        assertThat(contexts).anyMatch(uri -> uri.startsWith("spotify:album:"));
        assertThat(names).contains("<script>alert(1)</script>", "$set", "She Said \"Don't\" \\ I Won't");
        assertThat(names).anyMatch(name -> name.contains("\u200F")).anyMatch(name -> name.contains("\u2728"));
        assertThat(texts(plays, item -> item.at("/track/album/release_date").asText("no date")))
                .contains("1981", "1981-12", "0000", "no date");
    }

    @Test
    void ordinaryPlaysAreTheRule() {
        long odd = generator.latest("demo", NOW, 1200).stream()
                .map(play -> play.item().at("/track/uri").asText())
                .filter(uri -> library.oddTracks().stream().anyMatch(track -> track.uri().equals(uri)))
                .count();

        assertThat(odd).isBetween(50L, 200L);
    }

    private static List<String> texts(Collection<Play> plays, Function<JsonNode, String> part) {
        return plays.stream().map(play -> part.apply(play.item())).toList();
    }
}
