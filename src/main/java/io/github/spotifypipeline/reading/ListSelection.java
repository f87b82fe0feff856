package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.json.WholeNumbers;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;

/** Says which lists a sync has to read. */
public final class ListSelection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");

    private final EndpointRegistry endpoints;
    private final Database database;
    private final AccountStore accountStore;
    private final ParentReads reads;
    private final Clock clock;
    private final ZoneId zone;

    /** @param zone in which a snapshot's day is meant */
    public ListSelection(EndpointRegistry endpoints, Database database, AccountStore accountStore, ParentReads reads,
                         Clock clock, ZoneId zone) {
        this.endpoints = endpoints;
        this.database = database;
        this.accountStore = accountStore;
        this.reads = reads;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * A parent's record whose list is to be read; of the record only what decides that.
     *
     * @param begun whether the reading of its list ever began, so that there may be records of it
     */
    private record Due(String id, String token, boolean gone, LastRead last, boolean begun) {
    }

    /**
     * The lists of a sync, in the order in which to read them. Of an endpoint with a parent, those of which the change
     * token moved since they were read, and those that must be emptied because the parent is gone.
     *
     * @throws SpotifyException when the parent is not there
     */
    public Iterable<SourceList> of(SyncTask task) {
        Endpoint endpoint = task.endpoint();
        String account = task.accountId() + ":";
        if (endpoint.parent() != null) {
            MongoCollection<Document> parents = database.collection(parentOf(endpoint).collection());
            List<Due> due = due(task, parents);
            Set<String> owners = due.isEmpty() ? Set.of() : owners(task.accountId());
            return () -> due.stream().map(parent -> child(task, parent, parents, owners)).iterator();
        }
        if (endpoint.partitions().isEmpty()) {
            return List.of(SourceList.single(ListIdentity.of(account + day(task), null), endpoint.path(),
                    task.before().found().completeness(), former(task, account)));
        }
        return endpoint.partitions().stream().map(partition -> SourceList.single(
                ListIdentity.of(account + partition + ":" + day(task), partition),
                endpoint.path().replace("{partition}", encoded(partition)), ListCompleteness.NONE,
                former(task, account + partition + ":"))).toList();
    }

    /** What the ids of the day begin with on which a snapshot was read last; null when that is the sync's own day. */
    private String former(SyncTask task, String list) {
        Instant last = task.endpoint().mode() == Mode.SNAPSHOT ? task.before().lastSuccessAt() : null;
        String day = last == null ? task.day() : LocalDate.ofInstant(last, zone).toString();
        return day.equals(task.day()) ? null : list + day + ":";
    }

    /** By which ids a parent's record may name the account as its owner: the older one is in the profile. */
    private Set<String> owners(String accountId) {
        Set<String> owners = new HashSet<>(Set.of(accountId));
        endpoints.all().stream().filter(endpoint -> endpoint.isSingleObject() && endpoint.path().equals("/me"))
                .forEach(endpoint -> database.collection(endpoint.collection())
                        .find(IdRange.startingWith(accountId + ":")).projection(new Document("raw.id", 1))
                        .forEach(profile -> {
                            if (raw(profile).path("id").isTextual()) {
                                owners.add(raw(profile).get("id").textValue());
                            }
                        }));
        return owners;
    }

    private static boolean isOwn(JsonNode parent, Set<String> owners) {
        return owners.contains(parent.path("owner").path("id").asText()) || parent.path("collaborative").asBoolean();
    }

    private static String day(SyncTask task) {
        return task.endpoint().mode() == Mode.SNAPSHOT ? task.day() + ":" : "";
    }

    private List<Due> due(SyncTask task, MongoCollection<Document> parents) {
        Endpoint.Parent parent = task.endpoint().parent();
        Map<String, LastRead> states = reads.of(task);
        LastRead.Asked asked = reads.asked(clock.instant(),
                accountStore.account(task.accountId()).map(Account::authorizedAt).orElse(Instant.EPOCH));
        List<Due> due = new ArrayList<>();
        Set<String> present = new HashSet<>();
        Set<String> unknown = new TreeSet<>(names(task.endpoint().path()));
        parents.find(present(task.accountId())).projection(new Document("raw", 1)).batchSize(200).forEach(document -> {
            String id = document.getString("_id");
            present.add(id);
            JsonNode object = Content.of(raw(document));
            unknown.removeIf(name -> Content.has(object, name));
            LastRead state = states.getOrDefault(id, LastRead.NONE);
            String token = parent.changeToken() == null ? null : token(Content.field(object, parent.changeToken()));
            if (fill(task.endpoint().path(), object) != null
                    && !state.isUpToDate(token, task.endpoint().definition(), asked)) {
                due.add(new Due(id, token, false, state, states.containsKey(id)));
            }
        });
        if (!present.isEmpty() && !unknown.isEmpty()) {
            throw new SpotifyException(FailureKind.BAD_REQUEST,
                    "No record of " + parent.endpointId() + " has the field {"
                    + unknown.iterator().next() + "} of the endpoint's path: correct its name in the path.");
        }
        states.forEach((id, state) -> {
            if (!present.contains(id)) {
                due.add(new Due(id, null, true, state, true));
            }
        });
        // one list that cannot be read must not keep the others from being read
        due.sort(Comparator.<Due, Instant>comparing(one -> one.last().failedAt(),
                Comparator.nullsFirst(Comparator.naturalOrder())).thenComparing(Due::id));
        return due;
    }

    private static List<String> names(String path) {
        return PLACEHOLDER.matcher(path).results().map(found -> found.group(1)).toList();
    }

    /** The parents whose lists there are. */
    public static Document present(String accountId) {
        return IdRange.startingWith(accountId + ":").append("removed_at", null);
    }

    private Endpoint parentOf(Endpoint child) {
        String parent = child.parent().endpointId();
        return endpoints.find(parent).orElseThrow(() -> new SpotifyException(FailureKind.BAD_REQUEST,
                "The endpoint's parent is " + parent + ", but there is no endpoint with this id."));
    }

    /** The parent's object is read only now: all of them at once might be large. */
    private SourceList child(SyncTask task, Due due, MongoCollection<Document> parents, Set<String> owners) {
        String prefix = due.id() + ":" + day(task);
        Document parent = due.gone() ? null : parents.find(new Document("_id", due.id())).first();
        if (parent == null) {
            return SourceList.gone(prefix, due.id());
        }
        JsonNode object = Content.of(raw(parent));
        if (fill(task.endpoint().path(), object) == null) {
            throw new SpotifyException(FailureKind.BAD_ANSWER,
                    "A record of the parent lost what the endpoint's path needs while it was read.");
        }
        SourceList list = new SourceList(new ListIdentity(prefix, null, due.id(), object),
                fill(task.endpoint().path(), object), due.token(), false, isOwn(object, owners),
                due.last().knownAt(clock.instant()), former(task, due.id() + ":"));
        if (!due.begun()) {
            reads.begin(task, list);
        }
        return list;
    }

    /** A change token is a text or a number; anything else tells nothing. */
    static String token(JsonNode value) {
        return value.isNumber() ? WholeNumbers.of(value).asText()
                : value.isTextual() && !value.textValue().isEmpty() ? value.asText() : null;
    }

    private static JsonNode raw(Document document) {
        return JSON.valueToTree(document.get("raw"));
    }

    /** Where the parent of a list is asked for its change token; null when the endpoint does not ask. */
    static String tokenUrl(Endpoint endpoint, SourceList list) {
        JsonNode parent = list.identity().parent();
        return parent == null || endpoint.parent().tokenPath() == null ? null
                : fill(endpoint.parent().tokenPath(), parent);
    }

    /** A path with the object's fields in it; null when it lacks one, as a file of one's own lacks an id. */
    static String fill(String path, JsonNode object) {
        StringBuilder filled = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(path);
        while (placeholder.find()) {
            String value = Content.field(object, placeholder.group(1)).asText("");
            // dots alone would lead to another path
            if (value.isEmpty() || value.matches("\\.+")) {
                return null;
            }
            placeholder.appendReplacement(filled, Matcher.quoteReplacement(encoded(value)));
        }
        return placeholder.appendTail(filled).toString();
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
