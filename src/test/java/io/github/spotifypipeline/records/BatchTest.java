package io.github.spotifypipeline.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static Batch of(String... ids) {
        ArrayNode page = JsonNodeFactory.instance.arrayNode();
        Stream.of(ids).forEach(id -> page.addObject().put("_id", id));
        return new Batch("things", page, false);
    }

    @Test
    void whatWasAskedForAPageIsNotAskedAgainWhenItIsStored() {
        Batch compared = of("a:1", "a:2");
        assertThat(compared.isAsked()).isTrue();
        compared.dropUnchanged(List.of(new Document("_id", "a:1")));

        Batch same = of("a:1", "a:2");
        same.shareAnswer(compared);
        assertThat(same.isAsked()).isFalse();
        assertThat(same.records().keySet()).containsExactly("a:2");

        Batch other = of("a:1", "a:3");
        other.shareAnswer(compared);
        other.shareAnswer(null);
        assertThat(other.isAsked()).isTrue();
        assertThat(other.records()).hasSize(2);
    }

    @Test
    void whatIsMadeAnewOfWhatIsStoredIsNotNew() {
        ArrayNode page = JsonNodeFactory.instance.arrayNode();
        page.addObject().put("_id", "a:1").put("name", "Now");
        Batch batch = new InPlaceBatch("things", page);
        batch.dropUnchanged(List.of(new Document("_id", "a:1").append("name", "Before")));

        assertThat(batch.records()).hasSize(1);
        assertThat(batch.fresh()).isEmpty();
    }
}
