package io.github.spotifypipeline.app;

import io.github.spotifypipeline.routefiles.RouteFiles;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of route files that the settings name. */
public final class RoutesFolder {

    private static final Logger LOG = LoggerFactory.getLogger(RoutesFolder.class);

    private static final List<String> SCHEDULE = Stream.of("spotify-page-ahead", "spotify-sync", "spotify-schedule")
            .map(route -> "classpath:spotify-schedule/" + route + ".camel.yaml").toList();

    private RoutesFolder() {
    }

    /** @throws SettingsException when the folder holds no routes */
    public static void require(Settings settings) {
        if (!Files.isDirectory(settings.routesDir().resolve("web"))) {
            throw new SettingsException("There are no routes in " + settings.routesDir()
                    + ": set routes.dir (ROUTES_DIR) to the folder that holds the route files.");
        }
    }

    /**
     * Loads the routes that a program has from its start on. {@code EndpointFolder} loads endpoint files one by one. A
     * file of an earlier version wins over the one that has replaced it. Given patterns, Camel would read the whole jar
     * to find those in it, twice, and each file once more.
     */
    static void load(CamelContext camel, Settings settings) {
        try {
            Path routes = settings.routesDir();
            List<Path> replaced = RouteFiles.replaced(routes);
            replaced.forEach(file -> LOG.warn("{} is not read, because {} of an earlier version is there too: make your"
                    + " edits of that in the newer file, then delete the older one", routes.relativize(file),
                    file.getFileName()));
            List<String> files = new ArrayList<>();
            RouteFiles.below(routes).stream().filter(file -> !file.startsWith(routes.resolve("endpoints"))
                    && !replaced.contains(file)).forEach(file -> files.add("file:" + file));
            files.addAll(SCHEDULE);
            if (settings.sandbox()) {
                files.add("classpath:sandbox/spotify-sandbox-plays.camel.yaml");
            }
            load(camel, files);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    /** Loads the routes that sync endpoints. */
    static void loadSchedule(CamelContext camel) throws Exception {
        load(camel, SCHEDULE);
    }

    private static void load(CamelContext camel, List<String> files) throws Exception {
        ResourceLoader resources = PluginHelper.getResourceLoader(camel);
        PluginHelper.getRoutesLoader(camel).loadRoutes(files.stream().map(resources::resolveResource).toList());
    }
}
