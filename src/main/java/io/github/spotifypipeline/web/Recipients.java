package io.github.spotifypipeline.web;

import io.github.spotifypipeline.settings.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Who is told what by this program, as the settings have it. */
final class Recipients {

    private final Settings settings;

    Recipients(Settings settings) {
        this.settings = settings;
    }

    /**
     * Somebody outside of this program.
     *
     * @param whom a host, or what the host is for
     * @param what what is sent there, and when
     */
    record Recipient(String whom, String what) {
    }

    List<Recipient> list() {
        List<Recipient> all = new ArrayList<>();
        if (!settings.sandbox()) {
            all.add(new Recipient(settings.accountsUrl().getHost(), "The sign-in: the client id, the secret if there is"
                    + " one, and the tokens when they are renewed."));
            all.add(new Recipient(settings.apiUrl().getHost(), "What is asked for: your plays, library, playlists and"
                    + " top lists, with your access token. Nothing that is stored is sent."));
        }
        if (settings.text("covers").equals("on")) {
            all.add(new Recipient(hosts(settings.text("covers.origins")), "Covers of what the page shows, each fetched"
                    + " once, by its address alone: no token and no account. covers = off ends it."));
        }
        if (!settings.text("spotify.proxy").isEmpty()) {
            all.add(new Recipient("your proxy", "Calls of Spotify go through it. It sees their hosts, not what is in"
                    + " them."));
        }
        if (!settings.mongodbUri().isEmpty()) {
            all.add(new Recipient("your MongoDB", "All that is stored, and the tokens, encrypted."));
        }
        URI notify = settings.notifyUrl();
        if (notify != null) {
            all.add(new Recipient(notify.getHost(), "A message when something starts to need a person, and when that"
                    + " is over, with the account's id."));
        }
        return all;
    }

    private static String hosts(String origins) {
        return Arrays.stream(origins.split(",")).map(String::strip).filter(origin -> !origin.isEmpty())
                .map(origin -> String.valueOf(URI.create(origin).getHost())).distinct()
                .collect(Collectors.joining(", "));
    }
}
