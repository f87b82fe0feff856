package io.github.spotifypipeline.records;

import io.github.spotifypipeline.jq.JqLibrary;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import org.apache.camel.language.jq.JqFunctions;

/** What jq expressions may call in the routes: jq's functions, Camel's, and those of Spotify's items. */
public final class SpotifyJq {

    /** What is known of one item, so that only its key and transform can ask for it. */
    public static final Set<String> OF_ITEMS = Set.of("position/0");

    private SpotifyJq() {
    }

    /** The functions of items, by name and number of arguments. @param zone of local times */
    public static Map<String, Function> functions(ZoneId zone) {
        return Map.of(
                "local_time/0", JsonFunction.localTime(zone),
                "millis/0", JsonFunction.millis(),
                "partial_date/0", JsonFunction.partialDate(),
                "content/0", JsonFunction.content(),
                "position/0", ItemFunction.position(),
                "today/0", ItemFunction.today(),
                "partition/0", ItemFunction.partition(),
                "parent/0", ItemFunction.parent());
    }

    /** @param more functions of an application, by name and number of arguments */
    public static JqLibrary library(ZoneId zone, Map<String, Function> more) {
        Scope ofCamel = Scope.newEmptyScope();
        JqFunctions.loadLocal(ofCamel);
        Map<String, Function> functions = new HashMap<>(ofCamel.getLocalFunctions());
        functions.putAll(more);
        functions.putAll(functions(zone));
        return new JqLibrary(zone, functions);
    }
}
