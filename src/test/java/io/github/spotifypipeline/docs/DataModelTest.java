package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.spotifypipeline.testing.CodeBlocks;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.Shape;
import io.github.spotifysandbox.accounts.TestAccount;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.accounts.TestShelf;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.PlayContext;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Holds {@code docs/data-model.md} to what is in the database, and its queries to what they promise. */
class DataModelTest {

    private static final Instant ADDED = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path folder;

    private final DataModel model = DataModel.read();
    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    private static List<String> allEndpoints() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes/endpoints"))) {
            return files.map(file -> file.getFileName().toString().replace(".camel.yaml", "")).sorted().toList();
        }
    }

    private void awaitRunsOfEach(List<String> endpoints, int count) {
        endpoints.forEach(endpoint -> pipeline.awaitRun(endpoint, count));
    }

    @DatabaseTest
    void theTablesNameWhatIsInTheDatabaseAndNothingElse(TestDatabase test) throws IOException {
        List<String> endpoints = allEndpoints();
        ObservedFields observed = new ObservedFields();
        pipeline = TestPipeline.start(test, endpoints, options -> options);
        prepareOddities(pipeline.demo());

        pipeline.signIn();
        awaitRunsOfEach(endpoints, 1);
        observed.look(test.database());
        takeAway(pipeline.demo());
        playMoreThanSpotifyShows();
        pipeline.sandbox.shape(Shape.OLDER);
        pipeline.clock.advance(Duration.ofDays(1));
        awaitRunsOfEach(endpoints, 2);
        observed.look(test.database());
        importWhatIsKnownAndUnknown();
        observed.look(test.database());
        pipeline.demo().revoke();
        pipeline.clock.advance(Duration.ofDays(1));
        await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.documents("notices").stream()
                .anyMatch(notice -> notice.getString("_id").startsWith("account:") && notice.get("told_at") != null));
        observed.look(test.database());

        Set<String> database = inDatabase(observed);
        assertThat(without(database, inTables(observed))).as("in the database, but not on the page").isEmpty();
        assertThat(without(inTables(observed), database)).as("on the page, but not in the database").isEmpty();
        assertThat(model.emptyCollections()).isEmpty();
        everyDataDocumentBelongsToItsAccountByItsId();
    }

    /** During the day that follows. */
    private void playMoreThanSpotifyShows() {
        for (int i = 1; i <= 50; i++) {
            pipeline.demo().addPlay(pipeline.sandbox.tracks().get(i % 40),
                    pipeline.clock.instant().plus(Duration.ofHours(20)).plus(Duration.ofMinutes(2L * i)), null);
        }
    }

    /** Rows of each kind, of which one is a play of the API and one lies in a gap; a dry run; and a refusal. */
    private void importWhatIsKnownAndUnknown() throws IOException {
        Document play = pipeline.plays().stream().filter(one -> one.get("track_id") != null).findFirst().orElseThrow();
        Document gap = pipeline.documents("gaps").get(0);
        String rows = "[" + String.join(",", row(play.getDate("played_at").toInstant(), play.getString("track_uri")),
                row(gap.getDate("from").toInstant().plusSeconds(300), "spotify:track:unknown"),
                row(gap.getDate("to").toInstant().plusSeconds(300), "spotify:track:unknown"),
                row(ADDED, play.getString("track_uri")), row(ADDED, null),
                row(ADDED, "spotify:track:brief").replace("190000", "1000"), """
                {"ts":"2020-01-01T10:00:00Z","episode_name":"Episode","episode_show_name":"Show","ms_played":1}""", """
                {"ts":"2020-01-01T11:00:00Z","audiobook_title":"Book","ms_played":1}""", """
                {"ts":"1970-01-01T10:00:00Z"}""") + "]";
        Path file = Files.writeString(folder.resolve("endsong_0.json"), rows);
        assertThat(pipeline.importExport(file, "?name=endsong_0.json&anyway=true")).containsEntry("status",
                "succeeded").containsEntry("merged", 1L).containsEntry("gaps_closed", 1L);
        assertThat(pipeline.importExport(file, "?name=endsong_0.json&dryRun=true&anyway=true")).containsEntry("status",
                "dry_run");
        Files.writeString(file, "[" + row(ADDED, null).replace("}", ",\"username\":\"somebody\"}") + "]");
        assertThat(pipeline.importExport(file, "?name=endsong_0.json")).containsEntry("status", "refused");
    }

    private static String row(Instant time, String uri) {
        return """
                {"ts":"%s","ms_played":190000,"master_metadata_track_name":"Name","spotify_track_uri":%s,
                "master_metadata_album_artist_name":"Artist","master_metadata_album_album_name":"Album"}"""
                .formatted(time.truncatedTo(ChronoUnit.SECONDS), uri == null ? null : '"' + uri + '"');
    }

    private void everyDataDocumentBelongsToItsAccountByItsId() {
        String account = pipeline.demo().accountId();
        assertThat(model.collections().stream().filter(model::isData)).hasSize(12).allSatisfy(collection ->
                assertThat(pipeline.documents(collection)).isNotEmpty().allSatisfy(document -> {
                    assertThat(document).containsEntry("account_id", account);
                    assertThat(document.getString("_id")).startsWith(account + ":");
                }));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** Each field with its types, without those that only Spotify causes. */
    private Set<String> inDatabase(ObservedFields observed) {
        Set<String> all = new TreeSet<>();
        for (String collection : observed.collections()) {
            Map<String, DataModel.Types> rows =
                    model.collections().contains(collection) ? model.fields(collection) : Map.of();
            observed.of(collection).forEach((field, types) -> all.add(line(collection, field,
                    rows.containsKey(field) ? without(types, rows.get(field).hidden()) : types)));
        }
        return all;
    }

    private Set<String> inTables(ObservedFields observed) {
        Set<String> all = new TreeSet<>();
        for (String collection : model.collections()) {
            model.fields(collection).forEach((field, types) -> {
                if (!types.shown().isEmpty() || observed.of(collection).containsKey(field)) {
                    all.add(line(collection, field, types.shown()));
                }
            });
        }
        return all;
    }

    private static String line(String collection, String field, Set<String> types) {
        return collection + "." + field + ": " + String.join(", ", types);
    }

    /** What the sandbox does not have by itself: files of one's own, things without a date, entries that are broken. */
    private void prepareOddities(TestAccount demo) {
        Instant now = pipeline.clock.instant();
        SandboxTrack song = pipeline.sandbox.tracks().get(0);
        demo.addPlay(song, now.minusSeconds(600), PlayContext.album(song.album().id()));
        demo.addPlay(SandboxTrack.localFile("Me", "Home", "Kitchen", 94), now.minusSeconds(300), null);
        demo.rawPlay(JsonNodeFactory.instance.objectNode().put("played_at", "yesterday"), now.minusSeconds(60));
        demo.savedTracks().add(MadeUpMusic.localTrack("Me", "Home", "Kitchen", 94), ADDED);
        demo.savedAlbums().add(MadeUpMusic.album("No Year", "0000", "Nobody"), ADDED)
                .add(MadeUpMusic.album("Undated", null, "Nobody"), ADDED);
        demo.savedEpisodes().add(MadeUpMusic.episode("Undated").putNull("release_date"), ADDED);
        // the first call is the sign-in's
        pipeline.sandbox.fault(Fault.on("/v1/me").after(1).status(429).header("Retry-After", "7200"));
        pipeline.sandbox.fault(Fault.on("/v1/playlists/" + lastPlaylist(demo).id() + "/items").times(4).status(502));
    }

    /** The one that is read after the others. */
    private static TestPlaylist lastPlaylist(TestAccount demo) {
        return demo.playlists().stream().max(Comparator.comparing(TestPlaylist::id)).orElseThrow();
    }

    /** Something of each list goes. */
    private static void takeAway(TestAccount demo) {
        for (TestShelf shelf : List.of(demo.savedTracks(), demo.savedAlbums(), demo.savedShows(), demo.savedEpisodes(),
                demo.savedAudiobooks(), demo.followedArtists())) {
            shelf.remove(shelf.uris().get(1));
        }
        demo.removePlaylist(demo.playlists().stream()
                .filter(list -> list != lastPlaylist(demo) && !list.items().isEmpty())
                .findFirst().orElseThrow().id());
    }

    @DatabaseTest
    void theQueriesAnswerWhatTheyPromise(TestDatabase database) {
        List<String> endpoints = List.of("recently-played", "saved-tracks", "playlists", "playlist-items");
        pipeline = TestPipeline.start(database, endpoints, options -> options);
        SandboxTrack alpha = SandboxTrack.of("Alpha", "Ann");
        SandboxTrack beta = SandboxTrack.of("Beta", "Ann", "Bob");
        SandboxTrack gamma = SandboxTrack.of("Gamma", "Cid");
        SandboxTrack delta = SandboxTrack.of("Delta", "Dot");
        SandboxTrack kitchen = SandboxTrack.localFile("Me", "Home", "Kitchen", 94);
        SandboxTrack attic = SandboxTrack.localFile("Me", "Home", "Attic", 95);
        pipeline.demo().emptyLibrary()
                .addPlay(alpha, Instant.parse("2026-11-22T10:10:00Z"), null)
                .addPlay(alpha.withId("0000000000000000000001"), Instant.parse("2026-11-22T10:40:00Z"), null)
                .addPlay(beta, Instant.parse("2026-11-22T09:05:00Z"), null)
                .addPlay(kitchen, Instant.parse("2026-11-21T23:30:00Z"), null);
        pipeline.demo().savedTracks().add(MadeUpMusic.track(alpha), ADDED)
                .add(MadeUpMusic.track(beta.withId("0000000000000000000002")), ADDED)
                .add(MadeUpMusic.track(gamma), ADDED.plusSeconds(2)).add(MadeUpMusic.track(delta), ADDED)
                .add(MadeUpMusic.track(kitchen), ADDED).add(MadeUpMusic.track(attic), ADDED.plusSeconds(1));
        pipeline.demo().addPlaylist("Short").add(MadeUpMusic.track(alpha), ADDED);
        pipeline.demo().addPlaylist("Long").add(MadeUpMusic.track(beta), ADDED)
                .add(MadeUpMusic.track(beta), ADDED.plusSeconds(5))
                .add(MadeUpMusic.track(gamma), ADDED.plusSeconds(3));
        pipeline.signIn();
        awaitRunsOfEach(endpoints, 1);
        pipeline.demo().savedTracks().remove(delta.uri());
        Date noticed = Date.from(pipeline.clock.instant());
        pipeline.sync("saved-tracks");
        String account = pipeline.demo().accountId();
        playedLongAgo(alpha, account, "2026-10-31T23:30:00Z", "2026-11-01 00:30:00");
        playedLongAgo(beta, account, "2026-09-10T10:00:00Z", "2026-09-10 12:00:00");
        playedLongAgo(gamma, "somebody else", "2026-09-11T10:00:00Z", "2026-09-11 12:00:00");

        assertThat(run("Times played")).containsExactly(
                json("{_id: '%s', song: 'Alpha', artist: 'Ann', times: 3}".formatted(alpha.isrc())),
                json("{_id: '%s', song: 'Beta', artist: 'Ann', times: 2}".formatted(beta.isrc())),
                json("{_id: '%s', song: 'Gamma', artist: 'Cid', times: 1}".formatted(gamma.isrc())),
                json("{_id: '%s', song: 'Kitchen', artist: 'Me', times: 1}".formatted(kitchen.uri())));
        assertThat(run("Top artists by month")).containsExactly(
                json("{_id: '2026-11', top: [{artist: 'Ann', plays: 4}, {artist: 'Bob', plays: 1},"
                        + " {artist: 'Me', plays: 1}]}"),
                json("{_id: '2026-09', top: [{artist: 'Ann', plays: 1}, {artist: 'Bob', plays: 1},"
                        + " {artist: 'Cid', plays: 1}]}"));
        assertThat(run("What left my library")).containsExactly(new Document("name", "Delta")
                .append("artist_names", List.of("Dot")).append("added_at", Date.from(ADDED))
                .append("removed_at", noticed));
        assertThat(run("Plays per hour of the day")).containsExactly(json("{_id: '00', plays: 2}"),
                json("{_id: '10', plays: 1}"), json("{_id: '11', plays: 2}"), json("{_id: '12', plays: 2}"));
        assertThat(run("Songs I love but never play")).extracting(song -> song.get("name"), song -> song.get("song"))
                .containsExactly(tuple("Attic", attic.uri()), tuple("Gamma", gamma.isrc()));
        assertThat(run("How long my playlists are")).containsExactly(
                new Document("items", 3).append("last_added_at", Date.from(ADDED.plusSeconds(5)))
                .append("name", "Long"),
                new Document("items", 1).append("last_added_at", Date.from(ADDED)).append("name", "Short"));
        assertThat(model.queries()).hasSize(6).allSatisfy(this::hasASampleOfItsResult);
        assertThat(thePlayOfTheReadme().keySet()).as("the fields of a play").containsExactlyInAnyOrderElementsOf(
                pipeline.database.database().getCollection("plays").find(new Document("song_name", "Beta")).first()
                        .keySet());
        theStatementsOfAllPagesRun();
    }

    private static Document thePlayOfTheReadme() {
        String play = CodeBlocks.runBy(DataModelTest.class).stream().filter(block -> block.page().equals("README.md"))
                .findFirst().orElseThrow().text();
        return json(play.replaceAll("//[^\n]*|/\\*.*?\\*/", ""));
    }

    /** Those that read have something to show; those that take away are the last. */
    private void theStatementsOfAllPagesRun() {
        List<Query> statements = new ArrayList<>(Statements.ofAllPages());
        assertThat(statements).hasSizeGreaterThan(6);
        statements.sort(Comparator.comparing(Query::changes));
        assertThat(statements).allSatisfy(statement -> {
            List<Document> found = statement.run(pipeline.database.database());
            assertThat(found.isEmpty()).as("%s", found).isEqualTo(statement.changes());
        });
    }

    /** Adds a play as the pipeline would have stored it. */
    private void playedLongAgo(SandboxTrack track, String account, String at, String local) {
        Document play = new Document(pipeline.plays().get(0));
        play.putAll(Map.of("_id", account + ":" + Instant.parse(at).toEpochMilli() + ":" + track.uri(),
                "account_id", account, "played_at", Date.from(Instant.parse(at)), "played_at_local", local,
                "song_name", track.name(), "artist_name", track.artists().get(0).name(),
                "artist_names", track.artists().stream().map(SandboxArtist::name).toList(),
                "track_uri", track.uri(), "track_id", track.id(), "isrc", track.isrc()));
        play.append("artist_uris", track.artists().stream().map(artist -> "spotify:artist:" + artist.id()).toList());
        pipeline.database.database().getCollection("plays").insertOne(play);
    }

    private List<Document> run(String query) {
        return model.query(query).run(pipeline.database.database());
    }

    private static Document json(String text) {
        return Document.parse(text);
    }

    private void hasASampleOfItsResult(String query) {
        assertThat(model.sample(query)).isNotEmpty().allSatisfy(line ->
                assertThat(shape(json(line))).isEqualTo(shape(run(query).get(0))));
    }

    private static Object shape(Object value) {
        if (value instanceof Document document) {
            Map<String, Object> fields = new TreeMap<>();
            document.forEach((name, field) -> fields.put(name, shape(field)));
            return fields;
        }
        return value instanceof List<?> list ? List.of(shape(list.get(0))) : ObservedFields.type(value);
    }
}
