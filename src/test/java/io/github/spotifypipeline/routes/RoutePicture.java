package io.github.spotifypipeline.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws {@code docs/pictures/routes.svg}: what is in the repository, in lanes. The endpoints and the web routes are
 * lists, which grow with their folders; what has a place of its own in the picture is named in {@link #draw}, and any
 * other route comes to those that run by themselves.
 */
final class RoutePicture {

    private static final int WIDTH = 1200;
    private static final int ROW = 24;
    private static final int BOX = 38;

    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #1f2328; }
            .name { font: 13px ui-monospace, Menlo, Consolas, monospace; }
            .note, .path { font-size: 12px; fill: #59636e; }
            .title { font-weight: 600; }
            .ground { fill: #ffffff; stroke: #d1d9e0; }
            .lane { fill: #f6f8fa; stroke: none; }
            .route { fill: #ddf4ff; stroke: #0969da; }
            .kamelet { fill: #dafbe1; stroke: #1a7f37; stroke-width: 1.5; }
            .outside { fill: #ffffff; stroke: #59636e; stroke-dasharray: 4 3; }
            .way { fill: none; stroke: #59636e; stroke-width: 1.5; marker-end: url(#head); }
            .head { fill: #59636e; }
            @media (prefers-color-scheme: dark) {
              text { fill: #f0f6fc; }
              .note, .path { fill: #9198a1; }
              .ground { fill: #0d1117; stroke: #3d444d; }
              .lane { fill: #151b23; }
              .route { fill: #0c2d6b; stroke: #4493f8; }
              .kamelet { fill: #0f3d1d; stroke: #3fb950; }
              .outside { fill: #0d1117; stroke: #9198a1; }
              .way { stroke: #9198a1; }
              .head { fill: #9198a1; }
            }
            """;

    private static final Map<String, String> KINDS = new TreeMap<>(Map.of("route", "a route, one a file",
            "kamelet", "a Kamelet, for other applications, too", "outside", "outside"));

    private static final List<String> KAMELETS = RouteFiles.kamelets().stream().map(RouteFiles::name).toList();

    private final Map<String, String> rest = new LinkedHashMap<>();
    private final StringBuilder shapes = new StringBuilder();

    private RoutePicture() {
        for (Path file : files()) {
            JsonNode only = RouteFiles.read(file).get(0).elements().next();
            if (only.has("id")) {
                rest.put(only.path("id").asText(), address(only.path("from")));
            }
        }
        RouteFiles.kamelets().forEach(file -> rest.put(RouteFiles.name(file), ""));
    }

    /** The program's own route files; those of the examples are other applications'. */
    static List<Path> files() {
        return RouteFiles.routes().stream().filter(file -> !file.startsWith("examples")).toList();
    }

    /** The picture of the files as they are now. */
    static String svg() {
        return new RoutePicture().draw();
    }

    /** The method and the path of a web route; empty for any other. */
    private static String address(JsonNode from) {
        String uri = from.path("uri").asText();
        if (!uri.startsWith("undertow:")) {
            return "";
        }
        return from.at("/parameters/httpMethodRestrict").asText().split(",")[0] + uri.replaceFirst(".*}}", " ");
    }

    private String draw() {
        int y = signIn(20);
        y = sync(y + 16);
        y = web(y + 16);
        y = imports(y + 16);
        y = byThemselves(y + 16);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" role="img" \
                aria-labelledby="what">
                <title id="what">The routes and Kamelets of the Spotify pipeline</title>
                <style>
                %s</style>
                <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" \
                orient="auto">\
                <path class="head" d="M0 0L8 4L0 8z"/></marker></defs>
                <rect class="ground" x="0.5" y="0.5" width="%d" height="%d" rx="8"/>
                %s</svg>
                """.formatted(WIDTH, y + 50, WIDTH, STYLE, WIDTH - 1, y + 49, shapes + legend(y + 16));
    }

    private int signIn(int y) {
        lane(y, 108, "Sign-in", "routes/auth");
        int row = y + 46;
        outside(40, row, 90, "browser");
        way(130, row, 160);
        route(160, row, 130, "spotify-login");
        way(290, row, 320);
        outside(320, row, 90, "Spotify");
        way(410, row, 440);
        route(440, row, 150, "spotify-callback");
        way(590, row, 620);
        route(620, row, 190, "spotify-exchange-code");
        way(810, row, 840);
        kamelet(840, row, 180, "spotify-token-action");
        way(1020, row, 1050);
        outside(1050, row, 110, "MongoDB");
        note(1105, row + BOX + 16, "accounts, encrypted", "middle");
        return y + 108;
    }

    private int sync(int y) {
        List<String> endpoints = names("routes/endpoints");
        int list = (endpoints.size() + 1) / 2 * ROW;
        int height = Math.max(list + 98, 344);
        lane(y, height, "Sync", "src/main/resources/spotify-schedule, src/main/resources/kamelets");
        int row = y + 66;
        route(40, row, 150, "spotify-schedule");
        note(40, row - 8, "each second: whose turn?", "start");
        way(190, row, 220);
        route(220, row, 120, "spotify-sync");
        way(340, row, 370);
        kamelet(370, row, 150, "spotify-source");
        note(445, row - 8, "page for page", "middle");
        column(430, row + BOX, row + 92);
        column(460, row + 92, row + BOX);
        kamelet(360, row + 92, 170, "spotify-page-action");
        column(430, row + 92 + BOX, row + 156);
        column(460, row + 156, row + 92 + BOX);
        kamelet(360, row + 156, 170, "spotify-get-action");
        way(360, row + 156, 330);
        kamelet(160, row + 156, 170, "spotify-call-action");
        note(345, row + 156 + BOX + 16, "limits, retries", "middle");
        column(245, row + 156, row + 92 + BOX);
        kamelet(155, row + 92, 180, "spotify-refresh-action");
        column(174, row + 156 + BOX, row + 220);
        kamelet(160, row + 220, 170, "spotify-ask-action");
        way(160, row + 220, 130);
        outside(40, row + 220, 90, "Spotify");
        way(520, row, 560);
        shape("route", 560, y + 36, 360, list + 46);
        note(576, y + 57, "routes/endpoints: split, key, transform, your steps", "start");
        list(endpoints, 576, y + 80, 2, 172, false);
        way(920, row, 950);
        kamelet(950, row, 180, "spotify-mongodb-sink");
        column(1040, row + BOX, row + 92);
        kamelet(950, row + 92, 180, "spotify-changes-action");
        column(1040, row + 92 + BOX, row + 156);
        outside(985, row + 156, 110, "MongoDB");
        note(1040, row + 156 + BOX + 16, "asked what is stored, given what is new", "middle");
        return y + height;
    }

    private int web(int y) {
        rest.remove("spotify-answer");
        rest.remove("spotify-web");
        List<String> routes = names("routes/web");
        int list = (routes.size() + 1) / 2 * ROW;
        lane(y, list + 70, "Page and API", "routes/web");
        int row = y + 26 + list / 2 - BOX / 2;
        outside(40, row, 90, "browser");
        way(130, row, 160);
        shape("route", 160, y + 36, 760, list + 18);
        list(routes, 176, y + 59, 2, 380, true);
        way(920, row, 960);
        place("route", 960, row, 180, "spotify-answer");
        place("route", 960, row + 48, 180, "spotify-web");
        note(1050, row + 48 + BOX + 16, "what is said when one fails", "middle");
        return y + list + 70;
    }

    private int imports(int y) {
        lane(y, 148, "Imports", "routes/import");
        int row = y + 40;
        route(40, row, 170, "spotify-import-folder");
        route(40, row + 52, 170, "spotify-imports-due");
        way(210, row + 52, 250);
        route(250, row + 52, 130, "spotify-import");
        way(380, row + 52, 420);
        kamelet(420, row + 52, 190, "spotify-import-source");
        way(610, row + 52, 650);
        route(650, row, 240, "spotify-import-plays");
        route(650, row + 52, 240, "spotify-import-other-streams");
        way(890, row + 52, 930);
        outside(930, row + 52, 110, "MongoDB");
        return y + 148;
    }

    private int byThemselves(int y) {
        rest.remove("spotify-attention");
        rest.remove("spotify-notify");
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        int x = 400;
        int row = y + 40;
        for (String name : rest.keySet()) {
            int width = name.length() * 8 + 24;
            if (x + width > WIDTH - 40) {
                x = 40;
                row += 52;
            }
            places.put(name, List.of(x, row, width));
            x += width + 20;
        }
        lane(y, row + 52 - y, "By themselves",
                "routes/alerts, housekeeping, notify; routes/errors is the error policy of all");
        route(40, y + 40, 165, "spotify-attention");
        way(205, y + 40, 235);
        route(235, y + 40, 130, "spotify-notify");
        places.forEach((name, place) -> place(KAMELETS.contains(name) ? "kamelet" : "route", place.get(0),
                place.get(1), place.get(2), name));
        return row + 52;
    }

    private static String legend(int y) {
        StringBuilder entries = new StringBuilder();
        int x = 40;
        for (Map.Entry<String, String> entry : KINDS.entrySet()) {
            entries.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"16\" height=\"16\" rx=\"3\"/>%n"
                    .formatted(entry.getKey(), x, y));
            entries.append("<text class=\"note\" x=\"%d\" y=\"%d\">%s</text>%n"
                    .formatted(x + 24, y + 13, entry.getValue()));
            x += 60 + entry.getValue().length() * 6;
        }
        return entries.toString();
    }

    /** The ids of a folder's routes that have no place yet. */
    private List<String> names(String folder) {
        List<String> names = new ArrayList<>();
        files().stream().filter(file -> file.startsWith(folder))
                .map(file -> RouteFiles.read(file).get(0).elements().next().path("id").asText())
                .filter(rest::containsKey).forEach(names::add);
        return names;
    }

    private void list(List<String> names, int x, int y, int columns, int width, boolean addresses) {
        int rows = (names.size() + columns - 1) / columns;
        for (int i = 0; i < names.size(); i++) {
            int left = x + i / rows * width;
            int base = y + i % rows * ROW;
            String address = rest.remove(names.get(i));
            text("name", left, base, names.get(i), "start");
            if (addresses) {
                text("path", left + 178, base, address, "start");
            }
        }
    }

    private void lane(int y, int height, String title, String folder) {
        shapes.append("<rect class=\"lane\" x=\"20\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>%n"
                .formatted(y, WIDTH - 40, height));
        shapes.append(("<text x=\"40\" y=\"%d\"><tspan class=\"title\">%s</tspan>"
                + " <tspan class=\"note\">%s</tspan></text>%n")
                .formatted(y + 24, title, folder));
    }

    private void route(int x, int y, int width, String name) {
        rest.remove(name);
        place("route", x, y, width, name);
    }

    private void kamelet(int x, int y, int width, String name) {
        rest.remove(name);
        place("kamelet", x, y, width, name);
    }

    private void place(String kind, int x, int y, int width, String name) {
        shape(kind, x, y, width, BOX);
        text("name", x + width / 2, y + 24, name, "middle");
    }

    private void outside(int x, int y, int width, String what) {
        shape("outside", x, y, width, BOX);
        text("title", x + width / 2, y + 24, what, "middle");
    }

    private void shape(String kind, int x, int y, int width, int height) {
        shapes.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>%n"
                .formatted(kind, x, y, width, height));
    }

    private void note(int x, int y, String words, String anchor) {
        text("note", x, y, words, anchor);
    }

    private void text(String kind, int x, int y, String words, String anchor) {
        shapes.append("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n"
                .formatted(kind, x, y, anchor, words));
    }

    /** From one box of a row to another. */
    private void way(int from, int row, int to) {
        shapes.append("<path class=\"way\" d=\"M%d %dH%d\"/>%n".formatted(from, row + BOX / 2, to));
    }

    /** From one row to another, at x. */
    private void column(int x, int from, int to) {
        shapes.append("<path class=\"way\" d=\"M%d %dV%d\"/>%n".formatted(x, from, to));
    }
}
