package io.github.spotifypipeline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/pictures/routes.svg} shows what there is. */
class RoutePictureTest {

    private static final Path PICTURE = Path.of("docs/pictures/routes.svg");

    private static Set<String> named() {
        Set<String> names = new TreeSet<>();
        RouteFiles.kamelets().forEach(file -> names.add(RouteFiles.name(file)));
        for (Path file : RoutePicture.files()) {
            JsonNode id = RouteFiles.read(file).get(0).elements().next().path("id");
            if (id.isTextual()) {
                names.add(id.asText());
            }
        }
        return names;
    }

    @Test
    void itIsThatOfTheRoutesAndKamelets() throws IOException {
        if ("draw".equals(System.getProperty("picture"))) {
            Files.createDirectories(PICTURE.getParent());
            Files.writeString(PICTURE, RoutePicture.svg());
        }
        String picture = Files.readString(PICTURE);
        assertThat(picture).as("mvn test -Dtest=RoutePictureTest -Dpicture=draw draws it anew")
                .isEqualTo(RoutePicture.svg());

        List<String> shown = Pattern.compile("class=\"name\"[^>]*>([^<]+)<").matcher(picture).results()
                .map(found -> found.group(1)).toList();
        assertThat(shown).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(shown)).isEqualTo(named());
    }
}
