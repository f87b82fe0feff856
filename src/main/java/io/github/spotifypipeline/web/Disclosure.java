package io.github.spotifypipeline.web;

import io.github.spotifypipeline.settings.SettingKey;
import io.github.spotifypipeline.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * What the pipeline tells others, for the page.
 *
 * @param whom whom it tells
 * @param what in a sentence
 */
public record Disclosure(String whom, String what) {

    /** All that the settings allow. */
    static List<Disclosure> of(Settings settings) {
        List<Disclosure> all = new ArrayList<>();
        all.add(new Disclosure(settings.sandbox() ? "The sandbox, in Spotify's place, on this machine" : "Spotify ("
                + settings.accountsUrl().getHost() + ", " + settings.apiUrl().getHost() + ")",
                "The sign-in of your accounts, and the calls that read their data."
                + (settings.limit(SettingKey.ENRICH_CALLS_A_DAY) == 0 ? "" : " Songs of your imports that no list shows"
                + " are asked for one by one.")));
        if (settings.text("covers").equals("on") && !settings.text("covers.origins").isEmpty()) {
            all.add(new Disclosure(settings.sandbox() ? "The sandbox's images" : "Spotify's image hosts",
                    "Which covers the page shows: each is fetched once, without a token or a cookie, from "
                    + settings.text("covers.origins") + "."));
        }
        if (settings.text("musicbrainz").equals("on")) {
            all.add(new Disclosure("MusicBrainz", "Which artists were heard, by their links to Spotify, to learn their"
                    + " genres."));
        }
        if (settings.notifyUrl() != null) {
            all.add(new Disclosure("notify.url", "What needs a person."));
        }
        if (!settings.text("spotify.proxy").isEmpty()) {
            all.add(new Disclosure("Your proxy", "Which hosts are called by https; not what is said there."));
        }
        if (!settings.mongodbUri().isEmpty()) {
            all.add(new Disclosure("Your MongoDB", "All that is kept, and the tokens, encrypted."));
        }
        return all;
    }
}
