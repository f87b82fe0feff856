package io.github.spotifypipeline.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TokenCipherTest {

    private final TokenCipher cipher = new TokenCipher(new byte[32]);

    @Test
    void opensWhatItSealedForTheSameContext() {
        assertThat(cipher.open(cipher.seal("tökén", "anna"), "anna")).isEqualTo("tökén");
    }

    @Test
    void neverSealsTheSameWayTwice() {
        assertThat(cipher.seal("token", "anna")).isNotEqualTo(cipher.seal("token", "anna"));
    }

    @Test
    void doesNotShowTheText() {
        assertThat(new String(cipher.seal("token", "anna"), StandardCharsets.ISO_8859_1)).doesNotContain("token");
    }

    @Test
    void refusesAnotherAccountsToken() {
        byte[] sealed = cipher.seal("token", "anna");

        assertThatThrownBy(() -> cipher.open(sealed, "bert")).isInstanceOf(TokenCipher.WrongKeyException.class);
    }

    @Test
    void refusesAnotherKeyAChangedAndACutText() {
        byte[] sealed = cipher.seal("token", "anna");
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        byte[] changed = sealed.clone();
        changed[15] ^= 1;

        assertThatThrownBy(() -> new TokenCipher(otherKey).open(sealed, "anna"))
                .isInstanceOf(TokenCipher.WrongKeyException.class).hasMessageContaining("TOKEN_KEY");
        assertThatThrownBy(() -> cipher.open(changed, "anna")).isInstanceOf(TokenCipher.WrongKeyException.class);
        assertThatThrownBy(() -> cipher.open(new byte[3], "anna")).isInstanceOf(TokenCipher.WrongKeyException.class);
    }
}
