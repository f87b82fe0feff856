package io.github.spotifypipeline.app;

import io.github.spotifypipeline.routefiles.RouteFiles;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of route files that the settings name. */
public final class RoutesFolder {

    private static final Logger LOG = LoggerFactory.getLogger(RoutesFolder.class);

    private RoutesFolder() {
    }

    /** @throws SettingsException when the folder holds no routes */
    public static void require(Settings settings) {
        if (!Files.isDirectory(settings.routesDir().resolve("web"))) {
            throw new SettingsException("There are no routes in " + settings.routesDir()
                    + ": set routes.dir (ROUTES_DIR) to the folder that holds the route files.");
        }
    }

    /** Camel's pattern of the files that it loads at the start. */
    static String included(Settings settings) {
        return "file:" + settings.routesDir() + "/**/*.camel.yaml,classpath:spotify-schedule/*.camel.yaml"
                + (settings.sandbox() ? ",classpath:sandbox/*.camel.yaml" : "");
    }

    /**
     * Camel's pattern of files among those that it does not load. {@code EndpointFolder} loads endpoint files one by
     * one. A file of an earlier version wins over the one that has replaced it.
     */
    static String excluded(Settings settings) {
        Path routes = settings.routesDir();
        StringBuilder excluded = new StringBuilder();
        for (Path file : RouteFiles.replaced(routes)) {
            LOG.warn("{} is not read, because {} of an earlier version is there too: make your edits of that in the"
                    + " newer file, then delete the older one", routes.relativize(file), file.getFileName());
            excluded.append("file:").append(file).append(',');
        }
        return excluded.append("file:").append(routes).append("/endpoints/**").toString();
    }
}
