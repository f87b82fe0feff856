package io.github.spotifysandbox.music;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes podcasts and audiobooks as the Web API does. */
public final class SpokenJson {

    /** More than one page. */
    static final int EPISODES = 60;

    private static final int CHAPTERS = 5;
    private static final int ID_LENGTH = 22;
    private static final int SHORTEST_MS = 600_000;
    private static final int LONGEST_MS = 5_400_000;
    private static final int LAST_DAY = 28;

    private SpokenJson() {
    }

    /** A show without its episodes, as saved shows and episodes have it. */
    public static ObjectNode show(String name) {
        ObjectNode node = spoken("show", Dice.of(0, "show", name).base62(ID_LENGTH), name);
        putCopyright(node);
        return node.put("is_externally_hosted", false)
                .put("media_type", "audio")
                .put("total_episodes", EPISODES);
    }

    /** An episode with its show. */
    public static ObjectNode episode(String name, ObjectNode show) {
        Dice dice = Dice.of(0, "episode", name, show.path("name").asText());
        ObjectNode node = spoken("episode", dice.base62(ID_LENGTH), name);
        putPart(node, dice);
        return node.put("is_externally_hosted", false).put("language", "en").set("show", show);
    }

    /** An episode in the form in which a show lists it. */
    static ObjectNode simplifiedEpisode(ObjectNode episode) {
        return episode.deepCopy().without("show");
    }

    /** As many episodes as a show has, newest first. */
    static Stream<ObjectNode> madeUpEpisodes(ObjectNode show) {
        return IntStream.range(0, EPISODES)
                .mapToObj(i -> simplifiedEpisode(episode("Episode " + (EPISODES - i), show)));
    }

    /** An audiobook with its chapters embedded. */
    public static ObjectNode audiobook(String name) {
        Dice dice = Dice.of(0, "audiobook", name);
        ObjectNode node = spoken("audiobook", dice.base62(ID_LENGTH), name);
        putCopyright(node);
        node.putArray("authors").addObject().put("name", new NameMaker(dice).artist());
        node.putArray("narrators").addObject().put("name", new NameMaker(dice).artist());
        ObjectNode chapters = node.putObject("chapters")
                .put("href", node.path("href").asText() + "/chapters?offset=0&limit=50")
                .put("limit", 50).putNull("next").put("offset", 0).putNull("previous").put("total", CHAPTERS);
        IntStream.rangeClosed(1, CHAPTERS).mapToObj(number -> chapter(number, name))
                .forEach(chapters.putArray("items")::add);
        return node.put("edition", "Unabridged").put("media_type", "audio").put("total_chapters", CHAPTERS);
    }

    /** Spotify gives chapters the type and uri of episodes. */
    private static ObjectNode chapter(int number, String audiobook) {
        Dice dice = Dice.of(0, "chapter", number, audiobook);
        String id = dice.base62(ID_LENGTH);
        ObjectNode node = spoken("chapter", id, "Chapter " + number);
        putPart(node, dice);
        return node.put("chapter_number", number).put("type", "episode").put("uri", SpotifyJson.uri("episode", id));
    }

    /** What an episode and a chapter have in common. */
    private static void putPart(ObjectNode node, Dice dice) {
        node.putNull("audio_preview_url")
                .put("duration_ms", SHORTEST_MS + dice.below(LONGEST_MS - SHORTEST_MS))
                .put("is_playable", true)
                .put("release_date", "2026-%02d-%02d".formatted(1 + dice.below(9), 1 + dice.below(LAST_DAY)))
                .put("release_date_precision", "day");
        boolean played = dice.chance(0.5);
        node.putObject("resume_point").put("fully_played", played)
                .put("resume_position_ms", played ? 0 : dice.below(SHORTEST_MS));
    }

    private static ObjectNode spoken(String type, String id, String name) {
        ObjectNode node = JsonNodeFactory.instance.objectNode()
                .put("description", name + ", as told by nobody.")
                .put("explicit", false)
                .put("html_description", "<p>As told by nobody.</p>");
        SpotifyJson.putLinks(node, type, id);
        node.set("images", SpotifyJson.images(id));
        node.putArray("languages").add("en");
        return node.put("name", name).put("type", type).put("uri", SpotifyJson.uri(type, id));
    }

    private static void putCopyright(ObjectNode node) {
        node.putArray("copyrights").addObject().put("text", "Made up").put("type", "C");
    }
}
