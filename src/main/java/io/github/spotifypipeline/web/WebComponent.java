package io.github.spotifypipeline.web;

import java.net.URI;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.undertow.DefaultUndertowHttpBinding;
import org.apache.camel.component.undertow.UndertowComponent;
import org.apache.camel.component.undertow.UndertowEndpoint;
import org.apache.camel.component.undertow.UndertowHeaderFilterStrategy;
import org.apache.camel.component.undertow.UndertowHost;
import org.apache.camel.component.undertow.UndertowHostKey;

/**
 * Camel's undertow component, whose servers all have the pipeline's front door and limits: Camel's own lets one set
 * neither. It sends Cache-Control, too, which Camel's drops from every answer, and breaks off a stream that fails.
 */
public final class WebComponent extends UndertowComponent {

    private final AccessPolicy gatekeeper;

    public WebComponent(AccessPolicy gatekeeper) {
        this.gatekeeper = gatekeeper;
    }

    @Override
    protected UndertowHost createUndertowHost(UndertowHostKey key) {
        return new WebHost(key, gatekeeper);
    }

    @Override
    protected UndertowEndpoint createEndpointInstance(URI endpointUri, UndertowComponent component) {
        UndertowEndpoint endpoint = super.createEndpointInstance(endpointUri, component);
        UndertowHeaderFilterStrategy headers = new UndertowHeaderFilterStrategy();
        headers.getOutFilter().remove("cache-control");
        endpoint.setHeaderFilterStrategy(headers);
        return endpoint;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        UndertowEndpoint endpoint = (UndertowEndpoint) super.createEndpoint(uri, remaining, parameters);
        // one that a route names itself stays
        if (endpoint.isUseStreaming() && endpoint.getUndertowHttpBinding() instanceof DefaultUndertowHttpBinding binding
                && binding.getClass() == DefaultUndertowHttpBinding.class) {
            endpoint.setUndertowHttpBinding(new StreamBinding(binding));
        }
        return endpoint;
    }
}
