package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenFormTest {

    @Test
    void percentEncodesUtf8() {
        TokenForm form = new TokenForm("id", "secret", Clock.systemUTC());

        assertThat(form.encode(Map.of("code", "a+b/c=ü&d"))).isEqualTo("code=a%2Bb%2Fc%3D%C3%BC%26d");
    }

    @Test
    void withASecretAuthenticatesByHeaderOnly() {
        TokenForm form = new TokenForm("id", "secret", Clock.systemUTC());

        assertThat(form.authorization()).isEqualTo("Basic aWQ6c2VjcmV0");
        assertThat(form.encode(Map.of("code", "x"))).isEqualTo("code=x");
    }

    @Test
    void withoutASecretNamesTheClientInTheForm() {
        TokenForm form = new TokenForm("id", "", Clock.systemUTC());

        assertThat(form.authorization()).isNull();
        assertThat(form.encode(Map.of("code", "x"))).isEqualTo("code=x&client_id=id");
    }
}
