package io.github.spotifysandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifysandbox.oauth.Pkce;
import io.github.spotifysandbox.server.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A Spotify client as short as can be, over real HTTP. */
final class SandboxClient {

    static final String RECENTLY_PLAYED = "/v1/me/player/recently-played";
    static final String PLAYS_SCOPE = "user-read-recently-played";
    static final String CALLBACK = "http://127.0.0.1:8888/callback";
    static final String VERIFIER = "a-verifier-that-is-long-enough-for-the-rfc-0123456789";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final TestSandbox sandbox;
    private final SandboxOptions options;

    SandboxClient(TestSandbox sandbox, SandboxOptions options) {
        this.sandbox = sandbox;
        this.options = options;
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + answer.body(), e);
        }
    }

    static Map<String, String> query(String uri) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : URI.create(uri).getQuery().split("&")) {
            values.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        return values;
    }

    HttpResponse<String> send(String method, String pathAndQuery, String body, String... headers) {
        try {
            return sendOrFail(method, pathAndQuery, body, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> sendOrFail(String method, String pathAndQuery, String body, String... headers)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.accountsUrl() + pathAndQuery))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String pathAndQuery, String... headers) {
        return send("GET", pathAndQuery, "", headers);
    }

    HttpResponse<String> call(String pathAndQuery, String token) {
        return get(pathAndQuery, "Authorization", "Bearer " + token);
    }

    /** The parameters of a good authorisation request; change what a test is about. */
    Map<String, String> authorizeParameters(String scopes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", options.client().id());
        parameters.put("response_type", "code");
        parameters.put("redirect_uri", CALLBACK);
        parameters.put("state", "the state");
        parameters.put("scope", scopes);
        if (!options.client().hasSecret()) {
            parameters.put("code_challenge_method", "S256");
            parameters.put("code_challenge", Pkce.challengeOf(VERIFIER));
        }
        return parameters;
    }

    HttpResponse<String> authorize(Map<String, String> parameters) {
        return get("/authorize?" + encode(parameters));
    }

    String code(String account, String scopes) {
        Map<String, String> parameters = authorizeParameters(scopes);
        parameters.put("account", account);
        HttpResponse<String> answer = authorize(parameters);
        if (answer.statusCode() != 302) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return query(answer.headers().firstValue("Location").orElseThrow()).get("code");
    }

    Map<String, String> codeForm(String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", CALLBACK);
        if (!options.client().hasSecret()) {
            form.put("client_id", options.client().id());
            form.put("code_verifier", VERIFIER);
        }
        return form;
    }

    Map<String, String> refreshForm(String refreshToken) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        if (!options.client().hasSecret()) {
            form.put("client_id", options.client().id());
        }
        return form;
    }

    HttpResponse<String> token(Map<String, String> form) {
        return options.client().hasSecret()
                ? token(form, "Authorization", basic(options.client().id(), options.client().secret()))
                : token(form, "Accept", "application/json");
    }

    HttpResponse<String> token(Map<String, String> form, String header, String value) {
        return send("POST", "/api/token", encode(form),
                "Content-Type", "application/x-www-form-urlencoded", header, value);
    }

    static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes());
    }

    JsonNode signIn(String account, String scopes) {
        HttpResponse<String> answer = token(codeForm(code(account, scopes)));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return json(answer);
    }

    String accessToken(String account, String scopes) {
        return signIn(account, scopes).get("access_token").asText();
    }

    static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + Parameters.encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }
}
