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
 * Camel's undertow component, with the pipeline's request filter and limits on every server. It also sends
 * Cache-Control, which Camel's drops from every answer, and breaks off a stream that fails.
 */
public final class WebComponent extends UndertowComponent {

    private final AccessPolicy policy;

    public WebComponent(AccessPolicy policy) {
        this.policy = policy;
    }

    @Override
    protected UndertowHost createUndertowHost(UndertowHostKey key) {
        return new WebHost(key, policy);
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
        // a binding that a route names stays
        if (endpoint.isUseStreaming() && endpoint.getUndertowHttpBinding() instanceof DefaultUndertowHttpBinding binding
                && binding.getClass() == DefaultUndertowHttpBinding.class) {
            endpoint.setUndertowHttpBinding(new StreamBinding(binding));
        }
        return endpoint;
    }
}
