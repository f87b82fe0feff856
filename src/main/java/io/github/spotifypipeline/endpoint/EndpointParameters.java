package io.github.spotifypipeline.endpoint;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.jq.Jq;
import io.github.spotifypipeline.jq.JqException;
import io.github.spotifypipeline.jq.JqLibrary;
import io.github.spotifypipeline.routefiles.CollectionUse;
import io.github.spotifypipeline.routefiles.ParameterFault;
import io.github.spotifypipeline.settings.Interval;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an endpoint from the parameters of its {@code spotify-source}. */
final class EndpointParameters {

    private static final Pattern LIMIT = Pattern.compile("[?&]limit=([^&#]*)");
    private static final int DEFAULT_LIMIT = 50;

    /** Without a collection of its own. */
    private static final Pattern SINK_FIRST = Pattern.compile("\\[ToDefinition\\{uri=kamelet:spotify-mongodb-sink}");

    private static final String POSITION = "position/0";

    private static final Pattern POSITION_ALONE = Pattern.compile("position( *\\+ *\\d+)?");

    /** A character that a path and its query must not contain, or a wrong escape. A # would end both. */
    private static final Pattern NOT_OF_A_URL =
            Pattern.compile("%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\\-._~!$&'()*+,;=:@/?%]");

    private final String id;
    private final Map<String, String> parameters;
    private final String steps;
    private final String file;
    private final JqLibrary library;

    /**
     * @param parameters all parameters by name, with their defaults; null or empty when there is no value
     * @param steps      the route's steps as text
     * @param file       the name of the route's file
     * @param library    the functions that its jq expressions may call
     */
    EndpointParameters(String id, Map<String, String> parameters, String steps, String file, JqLibrary library) {
        this.id = id;
        this.parameters = parameters;
        this.steps = steps;
        this.file = file;
        this.library = library;
    }

    /**
     * @param instead the schedule that a setting has instead of the route's; null when there is none
     * @throws IllegalArgumentException when the parameters cannot work together; the message says what to change
     */
    Endpoint endpoint(Schedule instead, ZoneId zone) {
        String path = text("path");
        require(path.startsWith("/"), "path", "path must begin with a slash: it goes on from the Web API's URL");
        requireUrl("path", path);
        requireUrl("tokenPath", text("tokenPath"));
        String cursor = text("cursor");
        require(List.of("none", "after", "newest").contains(cursor), "cursor", "cursor must be none, after or newest");
        boolean incremental = !cursor.equals("none");
        Mode mode = !text("mode").isEmpty() ? named("mode", () -> Mode.named(text("mode"))) : incremental
                ? Mode.APPEND : Mode.MIRROR;
        require(mode == Mode.APPEND || !incremental, "mode",
                "a cursor asks only for what is new, so that mode must be append");
        boolean onePerTime = truth("onePerTime");
        require(incremental || !onePerTime, "onePerTime", "onePerTime needs a cursor: the time of a record, with"
                + " which its key begins");
        List<String> partitions = words(text("partitions"));
        require(partitions.isEmpty() != path.contains("{partition}"), partitions.isEmpty() ? "path" : "partitions",
                "partitions and {partition} in the path need each other");
        Endpoint.Parent parent = parent();
        require(partitions.isEmpty() || parent == null, "parent", "partitions and parent cannot be together");
        require(!incremental || partitions.isEmpty() && parent == null, "cursor",
                "a cursor keeps one position, so there can be no partitions and no parent");
        require(mode != Mode.MIRROR || text("maxPages").equals("0"), "maxPages",
                "maxPages cannot be with mode mirror: what the last page does not reach would count as removed");
        String collection = text("collection").isEmpty() ? CollectionUse.usual(id) : text("collection");
        require(Database.isForData(collection), "collection", "the collection " + collection + " is the pipeline's"
                + " own or no name that"
                + " MongoDB takes: set another one");
        require(parent != null || !path.replace("{partition}", "").contains("{"), "path",
                "{names} in the path need a parent, whose fields they are");
        return new Endpoint(id,
                new Endpoint.Source(path, text("items"), partitions, truth("optional"),
                        text("scope").isEmpty() ? Scopes.of(path, partitions) : words(text("scope")),
                        !text("scope").isEmpty()),
                new Endpoint.Paging(limit(path), number("maxPages", 0, 1_000_000),
                        incremental ? text("cursorField") : null, overlap(), cursor.equals("newest"), onePerTime),
                parent, new Endpoint.Timing(schedule(instead, mode, zone), priority(mode, parent)),
                new Endpoint.Storage(collection, mode, indexes(), steps.contains("spotify-mongodb-sink"),
                        SINK_FIRST.matcher(steps).lookingAt(), definition()),
                expressions(mode));
    }

    /** Checks what goes into the URL as it is written (RFC 3986). Values of {names} are encoded later. */
    private static void requireUrl(String parameter, String path) {
        Matcher wrong = NOT_OF_A_URL.matcher(path.replaceAll("\\{[^{}/]+}", ""));
        if (wrong.find()) {
            String found = wrong.group();
            String encoded = URLEncoder.encode(found, StandardCharsets.UTF_8).replace("+", "%20");
            throw new ParameterFault(parameter, parameter + " has " + (found.isBlank() ? "a blank" : found)
                    + (found.equals("%") ? " without two hexadecimal digits behind it" : "") + ", which a URL cannot"
                    + " have: write " + encoded);
        }
    }

    /** The page size. A limit in the path wins over the parameter. */
    private int limit(String path) {
        int limit = number("limit", 1, 50);
        List<String> ofPath = LIMIT.matcher(path).results().map(found -> found.group(1)).toList();
        if (ofPath.isEmpty()) {
            return limit;
        }
        String first = ofPath.get(0);
        require(ofPath.size() == 1 && first.matches("\\d{1,3}") && Integer.parseInt(first) > 0, "path",
                "limit in the path must be there once, a whole number from 1 on");
        require(limit == Integer.parseInt(first) || limit == DEFAULT_LIMIT, "limit", "path says limit=" + first
                + " and the parameter limit says " + limit + ": leave one of them out");
        return Integer.parseInt(first);
    }

    private Jq jq(String name) {
        try {
            return Jq.read(text(name).isEmpty() ? "." : parameters.get(name), library);
        } catch (JqException e) {
            throw e.of(name);
        }
    }

    private Endpoint.Expressions expressions(Mode mode) {
        Jq key = jq("key");
        Jq transform = jq("transform");
        boolean repeats = truth("repeats");
        require(!repeats || mode == Mode.MIRROR, "repeats",
                "repeats needs mode mirror: it counts in a list that is read as a whole");
        require(!repeats || !key.calls(POSITION), "repeats",
                "repeats cannot be with a key that uses position: no place comes twice");
        return new Endpoint.Expressions(key, transform, file, key.calls(POSITION) || transform.calls(POSITION),
                POSITION_ALONE.matcher(text("key")).matches(), repeats);
    }

    private String definition() {
        Map<String, String> what = new TreeMap<>(parameters);
        what.keySet().removeAll(List.of("every", "cron", "priority", "scope", "indexes"));
        return Integer.toHexString((what + steps).hashCode());
    }

    private List<String> indexes() {
        List<String> fields = words(text("indexes"));
        require(fields.stream().allMatch(field -> field.matches("[^.$]+")), "indexes",
                "indexes must be names of top-level fields, without $ and dots");
        return fields;
    }

    private Endpoint.Parent parent() {
        if (text("parent").isEmpty()) {
            require(text("changeToken").isEmpty() && text("tokenPath").isEmpty(),
                    text("changeToken").isEmpty() ? "tokenPath" : "changeToken",
                    "changeToken and tokenPath belong to an endpoint with a parent");
            return null;
        }
        require(text("tokenPath").isEmpty() || text("tokenPath").startsWith("/"), "tokenPath", "tokenPath must begin"
                + " with a slash");
        require(text("tokenPath").isEmpty() || !text("changeToken").isEmpty(), "tokenPath", "tokenPath needs"
                + " changeToken");
        return new Endpoint.Parent(text("parent"), orNull("changeToken"), orNull("tokenPath"));
    }

    /** The default order: plays, library, lists of a parent's records, top lists. */
    private int priority(Mode mode, Endpoint.Parent parent) {
        if (!text("priority").isEmpty()) {
            return number("priority", 0, 1_000_000);
        }
        return switch (mode) {
            case APPEND -> 10;
            case MIRROR -> parent == null ? 20 : 50;
            case SNAPSHOT -> 60;
        };
    }

    private Schedule schedule(Schedule instead, Mode mode, ZoneId zone) {
        Schedule schedule = instead != null ? instead
                : text("cron").isEmpty() ? named("every", () -> Schedule.every(text("every")))
                : named("cron", () -> Schedule.cron(text("cron"), zone));
        return mode == Mode.SNAPSHOT ? schedule.byDay(zone) : schedule;
    }

    private long overlap() {
        return Interval.parse(text("overlap")).orElseThrow(() -> new ParameterFault("overlap",
                "overlap must be an interval such as 2h: " + Interval.FORM)).toMillis();
    }

    private static <T> T named(String parameter, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterFault(parameter, e.getMessage());
        }
    }

    private int number(String name, int least, int most) {
        String value = text(name);
        require(value.matches("\\d{1,6}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most,
                name, name + " must be a whole number from " + least + " to " + most);
        return Integer.parseInt(value);
    }

    private boolean truth(String name) {
        require(List.of("true", "false").contains(text(name)), name, name + " must be true or false");
        return Boolean.parseBoolean(text(name));
    }

    private String orNull(String name) {
        return text(name).isEmpty() ? null : text(name);
    }

    private String text(String name) {
        String value = parameters.get(name);
        return value == null ? "" : value.strip();
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }

    /** @param parameter the one to change */
    private static void require(boolean holds, String parameter, String message) {
        if (!holds) {
            throw new ParameterFault(parameter, message);
        }
    }
}
