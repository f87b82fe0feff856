package io.github.spotifysandbox.oauth;

import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.server.Parameters;
import io.github.spotifysandbox.server.SandboxAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The page on which a person chooses an account. Nothing on it is fetched from elsewhere, and it runs no script. */
final class ConsentPage {

    private static final String TEMPLATE = load();
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'";

    private ConsentPage() {
    }

    /** @param query the raw query of the request, which the links repeat */
    static SandboxAnswer show(String query, AuthorizeRequest request, List<SandboxAccount> accounts) {
        String html = TEMPLATE
                .replace("{{scopes}}", request.scopes().isEmpty()
                        ? "<li>your public profile only</li>"
                        : request.scopes().stream().map(ConsentPage::scopeItem).collect(Collectors.joining("\n")))
                .replace("{{cancel}}", escape("/authorize?" + query + "&cancel=true"))
                .replace("{{accounts}}", accounts.stream()
                        .map(account -> accountLink(query, account)).collect(Collectors.joining("\n")));
        return SandboxAnswer.of(200, "text/html; charset=utf-8", html)
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-store");
    }

    private static String scopeItem(String scope) {
        return "<li><code>" + escape(scope) + "</code></li>";
    }

    private static String accountLink(String query, SandboxAccount account) {
        String name = account.displayName() == null ? account.id() : account.displayName();
        String link = "/authorize?" + query + "&account=" + Parameters.encode(account.id());
        return "<a class=\"agree\" href=\"" + escape(link) + "\">Agree as " + escape(name) + "</a>";
    }

    /** Makes a text safe in HTML and in quoted attributes. Braces too: no name can pose as a placeholder. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;").replace("'", "&#39;").replace("{", "&#123;").replace("}", "&#125;");
    }

    private static String load() {
        try (InputStream in = ConsentPage.class.getResourceAsStream("consent.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The consent page cannot be read from the jar", e);
        }
    }
}
