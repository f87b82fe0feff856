package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.oauth.IssuedTokens;
import io.github.spotifysandbox.server.Parameters;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxRequest;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a test changed in the requests and answers of one account. Safe for several threads. */
final class AccountAnswers {

    private Set<String> grantable;
    private boolean accountIdShown = true;
    private boolean audiobooksOffered = true;

    /** @param scopes null: whatever is asked for */
    synchronized void grant(Set<String> scopes) {
        grantable = scopes;
    }

    synchronized void showAccountId(boolean shown) {
        accountIdShown = shown;
    }

    synchronized void offerAudiobooks(boolean offered) {
        audiobooksOffered = offered;
    }

    /** A request as the endpoints get it. */
    synchronized SandboxRequest before(SandboxRequest request, TestShelf followedArtists) {
        if (request.path().equals("/authorize") && grantable != null) {
            return with(request, "scope", Stream.of(Parameters.parse(request.query()).get("scope").split(" "))
                    .filter(grantable::contains).collect(Collectors.joining(" ")));
        }
        if (request.path().equals("/v1/me/following") && request.query().contains("after=")) {
            return with(request, "after", followedArtists.cursor(Parameters.parse(request.query()).get("after")));
        }
        return request;
    }

    /** The endpoints' answer as it is sent. */
    synchronized SandboxAnswer after(SandboxRequest request, SandboxAnswer answer) {
        if (answer.status() == 200 && request.path().equals("/v1/me") && !accountIdShown) {
            ObjectNode profile = (ObjectNode) IssuedTokens.json(answer);
            profile.remove("account_id");
            return SandboxAnswer.json(200, profile);
        }
        if (answer.status() == 200 && request.path().equals("/v1/me/audiobooks") && !audiobooksOffered) {
            return SandboxAnswer.sentence(403, "Audiobooks are not available in this market");
        }
        return answer;
    }

    /** @param value null takes the parameter away */
    private static SandboxRequest with(SandboxRequest request, String name, String value) {
        String others = Stream.of(request.query().split("&")).filter(pair -> !pair.startsWith(name + "="))
                .collect(Collectors.joining("&"));
        String query = value == null ? others : others + "&" + name + "=" + Parameters.encode(value);
        return new SandboxRequest(request.method(), request.path(), request.id(), query, request.headers(),
                request.body());
    }
}
