package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The published contract, OpenAPI 3.0, as JSON Schema. It is followed to the letter but for the nulls below, which real
 * answers hold, and for Development Mode, which lacks fields that it requires.
 */
final class PublishedSchemas {

    /** What the letter forbids to be null and real answers have as null, with where. */
    private static final List<String> NULL_IN_REAL_ANSWERS = List.of(
            // albums without a date; the albums of local files
            "AlbumBase/release_date", "AlbumBase/release_date_precision",
            "AlbumBase/album_type", "AlbumBase/href", "AlbumBase/id", "AlbumBase/uri",
            // local files and their artists
            "TrackObject/href", "TrackObject/id",
            "SimplifiedArtistObject/href", "SimplifiedArtistObject/id", "SimplifiedArtistObject/uri",
            // playlists: very old entries, entries whose track is gone, playlists without a cover
            "PlaylistTrackObject/added_at", "PlaylistTrackObject/item", "PlaylistTrackObject/track",
            "SimplifiedPlaylistObject/images",
            // plays from nowhere in particular
            "PlayHistoryObject/context",
            // the last page; the text of the contract says so, its types do not
            "CursorPagingObject/next", "CursorObject/after",
            "PrivateUserObject/display_name");

    private static final Set<String> GONE_IN_DEVELOPMENT_MODE =
            Set.of("available_markets", "album_group", "label", "popularity", "publisher");

    private final ObjectNode document = read();

    /** @param shape {@link Shape#NEWER} does without the required fields that Development Mode lacks */
    PublishedSchemas(Shape shape) {
        allowNullWhereItSaysSo(document);
        for (String property : NULL_IN_REAL_ANSWERS) {
            String[] names = property.split("/");
            allowNull((ObjectNode) schema(names[0]).get("properties"), names[1]);
        }
        // entries that are null, which playlists hold
        allowNull((ObjectNode) document.at(
                "/definitions/PagingPlaylistTrackObject/allOf/1/properties/items"), "items");
        if (shape == Shape.NEWER) {
            document.findValues("required").forEach(PublishedSchemas::dropWhatIsGone);
        }
    }

    /** What is wrong with an answer by a schema of the contract, in words; empty if nothing is. */
    Set<String> violations(String schema, JsonNode answer) {
        ObjectNode root = document.deepCopy();
        root.putArray("allOf").addObject().put("$ref", "#/definitions/" + schema);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(root).validate(answer).stream()
                .map(Object::toString).collect(Collectors.toSet());
    }

    private ObjectNode schema(String name) {
        return (ObjectNode) document.at("/definitions/" + name);
    }

    private static void allowNullWhereItSaysSo(JsonNode node) {
        if (node.path("nullable").asBoolean()) {
            JsonNode type = node.get("type");
            ((ObjectNode) node).putArray("type").add(type).add("null");
        }
        node.forEach(PublishedSchemas::allowNullWhereItSaysSo);
    }

    private static void allowNull(ObjectNode properties, String name) {
        JsonNode strict = properties.get(name);
        ArrayNode either = properties.putObject(name).putArray("anyOf");
        either.add(strict).addObject().put("type", "null");
    }

    private static void dropWhatIsGone(JsonNode required) {
        for (int i = required.size() - 1; i >= 0; i--) {
            if (GONE_IN_DEVELOPMENT_MODE.contains(required.get(i).asText())) {
                ((ArrayNode) required).remove(i);
            }
        }
    }

    private static ObjectNode read() {
        try (InputStream yaml = PublishedSchemas.class.getResourceAsStream("/sandbox/spotify-schemas.yaml")) {
            String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
            JsonNode openApi = new YAMLMapper().readTree(text.replace("#/components/schemas/", "#/definitions/"));
            return JsonNodeFactory.instance.objectNode().set("definitions", openApi.at("/components/schemas"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
