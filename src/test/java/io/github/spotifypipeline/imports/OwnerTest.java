package io.github.spotifypipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.imports.Owner.Choice;
import io.github.spotifypipeline.imports.Owner.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        // asked | signed in | anyway | listener | status | words
        "-    | anna      | false | anna | 202 | -",
        "anna | anna ben  | false | anna | 202 | -",
        "-    | anna ben  | false | -    | 422 | Say whose export it is, with --account: anna, ben",
        "-    | -         | false | -    | 422 | Nobody has signed in. Say under which name",
        "-    | -         | true  | -    | 422 | Nobody has signed in. Say under which name",
        "carl | -         | false | carl | 202 | -",
        "carl | anna ben  | false | -    | 404 | No account carl has signed in; there is anna, ben",
        "carl | anna ben  | true  | carl | 202 | -",
        "Anna | anna      | false | -    | 404 | No account Anna has signed in"})
    void knowsTheAccountBeforeItReads(String asked, String signedIn, boolean anyway, String listener, int status,
            String words) {
        List<Listener> listeners = new ArrayList<>();
        if (signedIn != null) {
            for (String id : signedIn.split(" ")) {
                listeners.add(new Listener(id, id + "-profile"));
            }
        }

        Choice choice = Owner.choose(asked, listeners, anyway);

        assertThat(choice.status()).isEqualTo(status);
        assertThat(choice.listener() == null ? null : choice.listener().id()).isEqualTo(listener);
        if (words == null) {
            assertThat(choice.refusal()).isNull();
        } else {
            assertThat(choice.refusal()).contains(words);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "-                 | false | -",
        "anna              | false | -",
        "ANNA              | false | -",
        "peña.x            | false | -",
        "pe%C3%B1a.x       | false | -",
        "Pe%c3%b1A.X       | false | -",
        "somebody          | false | This is the export of another Spotify user than anna",
        "somebody          | true  | -",
        "100%              | false | This is the export of another Spotify user than anna",
        "anna,somebody     | false | These are the exports of 2 people",
        "anna,somebody     | true  | These are the exports of 2 people",
        "anna,ANNA         | false | -"})
    void comparesUserNames(String names, boolean anyway, String words) {
        Set<String> userNames = names == null ? Set.of() : Set.of(names.split(","));

        String refusal = Owner.refusalByNames(new Listener("anna", "peña.x"), userNames, anyway).orElse(null);

        if (words == null) {
            assertThat(refusal).isNull();
        } else {
            assertThat(refusal).startsWith(words).doesNotContain("somebody");
        }
    }

    @Test
    void comparesWithTheAccountAloneWhereNoProfileIsKnown() {
        assertThat(Owner.refusalByNames(new Listener("anna", null), Set.of("anna"), false)).isEmpty();
        assertThat(Owner.refusalByNames(new Listener("anna", null), Set.of("ben"), false)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"19, 0, false, true", "20, 3, false, false", "20, 4, false, true", "412, 3, false, false",
        "412, 82, false, false", "412, 83, false, true", "412, 3, true, true", "0, 0, false, true"})
    void comparesPlays(int plays, int paired, boolean anyway, boolean taken) {
        assertThat(Owner.refusalByPlays(new PairingResult.Found(plays, paired), anyway).isEmpty()).isEqualTo(taken);
    }

    @Test
    void saysHowManyPlaysWereFound() {
        assertThat(Owner.refusalByPlays(new PairingResult.Found(412, 3), false).orElseThrow())
                .startsWith("These are probably not this account's plays: 3 of 412 found");
    }
}
