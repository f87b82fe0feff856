package io.github.spotifypipeline.routefiles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** The Kamelets that routes can use. It reads them from the same places as Camel. */
public final class KameletCatalog {

    private final CamelContext camel;
    private final String[] locations;
    private final Map<String, KameletDefinition> read = new ConcurrentHashMap<>();

    /** @param locations Camel's {@code camel.component.kamelet.location}: folders, separated by commas */
    public KameletCatalog(CamelContext camel, String locations) {
        this.camel = camel;
        this.locations = locations.strip().split("\\s*,\\s*");
    }

    /** The Kamelet of a name; empty when there is none. */
    public Optional<KameletDefinition> find(String name) {
        return Optional.ofNullable(read.computeIfAbsent(name, this::read));
    }

    private KameletDefinition read(String name) {
        for (String location : locations) {
            String file = location + (location.endsWith("/") ? "" : "/") + name + ".kamelet.yaml";
            Resource resource = PluginHelper.getResourceLoader(camel).resolveResource(file);
            if (resource.exists()) {
                try (InputStream in = resource.getInputStream()) {
                    return KameletDefinition.read(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException | BrokenFileException e) {
                    // Camel cannot use it either
                    return null;
                }
            }
        }
        return null;
    }
}
