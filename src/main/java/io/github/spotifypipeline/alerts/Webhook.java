package io.github.spotifypipeline.alerts;

import java.net.URI;

/** Where notices are posted to. The address may hold a secret, so it is in no route and in no log. */
public final class Webhook {

    private final URI url;

    /** @param url null: nowhere */
    public Webhook(URI url) {
        this.url = url;
    }

    public boolean isSet() {
        return url != null;
    }

    /** The address with its query. */
    public String url() {
        return url.toString();
    }
}
