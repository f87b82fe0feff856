package io.github.spotifypipeline.web;

import org.apache.camel.component.undertow.UndertowComponent;
import org.apache.camel.component.undertow.UndertowHost;
import org.apache.camel.component.undertow.UndertowHostKey;

/**
 * Camel's undertow component, whose servers all have the pipeline's front door and limits: Camel's own lets one set
 * neither.
 */
public final class WebComponent extends UndertowComponent {

    private final Gatekeeper gatekeeper;

    public WebComponent(Gatekeeper gatekeeper) {
        this.gatekeeper = gatekeeper;
    }

    @Override
    protected UndertowHost createUndertowHost(UndertowHostKey key) {
        return new WebHost(key, gatekeeper);
    }
}
