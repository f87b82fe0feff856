package io.github.spotifypipeline.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import io.github.spotifypipeline.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionStringTest {

    @ParameterizedTest
    @CsvSource({"secondary, secondary", "secondaryPreferred, secondaryPreferred", "nearest, nearest",
        "primaryPreferred, primaryPreferred", "'', primary"})
    void whatDecidesIsReadFromThePrimaryAndWhatIsShownWhereTheStringSays(String preference, String shown) {
        String option = preference.isEmpty() ? "" : "?readPreference=" + preference;
        try (Database database = Database.at("mongodb://127.0.0.1:1/" + option, "spotify")) {
            assertThat(database.collection("plays").getReadPreference().getName()).isEqualTo("primary");
            assertThat(database.client().getDatabase("spotify").getReadPreference()).as("the sink's")
                    .isEqualTo(ReadPreference.primary());
            assertThat(database.collection("plays").getReadConcern()).isEqualTo(ReadConcern.MAJORITY);
            assertThat(database.shown("plays").getReadPreference().getName()).isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http://127.0.0.1                            | not a MongoDB connection string",
        "mongodb://                                  | not a MongoDB connection string",
        "mongodb://u:hunter2@x@127.0.0.1/            | percent-encoded",
        "mongodb://u:hunter2@127.0.0.1:99999/        | not a MongoDB connection string",
        "mongodb://u:hunter2@h/?readPreference=bogus | its options",
        "mongodb://u:hunter2@h/?authMechanism=BOGUS  | its options",
        "mongodb://u:hunter2@h/?compressors=none     | its options",
        "mongodb://u:hunter2@h/?timeoutMS=-5         | out of its range",
        "mongodb://u:hunter2@h/?minPoolSize=200      | cannot work together",
        "mongodb://u:hunter2@h/?w=0                  | w=0",
        "mongodb://u:hunter2@h/?compressors=zstd     | the compressor zstd, whose library is not part of this program",
        "mongodb://h/?compressors=zlib,snappy        | the compressor snappy, whose library is not part of this"
                + " program",
        "mongodb://%2Ftmp%2Fmongodb.sock             | Unix socket"})
    void refusesWhatCannotWorkAndSaysWhy(String connectionString, String words) {
        assertThatThrownBy(() -> Database.at(connectionString, "spotify").close()).isInstanceOf(SettingsException.class)
                .hasMessageContaining("MONGODB_URI").hasMessageContaining(words).hasMessageNotContaining("hunter2");
    }

    @Test
    void takesTheCompressorThatNeedsNoLibrary() {
        assertThatCode(() -> Database.at("mongodb://127.0.0.1:1/?compressors=zlib", "spotify").close())
                .doesNotThrowAnyException();
    }
}
