package io.github.spotifysandbox.oauth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns claims into a token and back. A token carries its claims, so it needs no table and is good in every process
 * with the same seed: after a restart, and for a command such as {@code check --sandbox}, which starts a sandbox of its
 * own beside the running one and uses the same stored tokens. The keys are as public as the seed; they protect nothing,
 * but a client cannot read or make up a token by mistake. Safe for several threads.
 *
 * <p>A token is the prefix of its kind and, in base64url, a signature (HMAC-SHA256, 16 bytes) and the claims encrypted
 * with AES in counter mode that starts at the signature. Stored tokens of earlier versions have this form too.
 */
final class TokenSeal {

    private static final int SIGNATURE_BYTES = 16;

    private final byte[] signingKey;
    private final byte[] hidingKey;

    TokenSeal(long seed) {
        byte[] seedBytes = ByteBuffer.allocate(Long.BYTES).putLong(seed).array();
        signingKey = hmac(seedBytes, "token signature".getBytes(StandardCharsets.UTF_8));
        hidingKey = Arrays.copyOf(hmac(seedBytes, "token hiding".getBytes(StandardCharsets.UTF_8)), 16);
    }

    String seal(TokenClaims claims) {
        byte[] plain = claims.encode().getBytes(StandardCharsets.UTF_8);
        byte[] signature = signature(plain);
        byte[] hidden = hide(signature, plain);
        byte[] token = ByteBuffer.allocate(signature.length + hidden.length).put(signature).put(hidden).array();
        return claims.kind().prefix() + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The claims, or empty if this is not a token of the given kind that a sandbox with this seed made. */
    Optional<TokenClaims> open(TokenClaims.Kind kind, String token) {
        if (!token.startsWith(kind.prefix())) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token.substring(kind.prefix().length()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length <= SIGNATURE_BYTES) {
            return Optional.empty();
        }
        byte[] signature = Arrays.copyOf(bytes, SIGNATURE_BYTES);
        byte[] plain = hide(signature, Arrays.copyOfRange(bytes, SIGNATURE_BYTES, bytes.length));
        if (!MessageDigest.isEqual(signature, signature(plain))) {
            return Optional.empty();
        }
        return Optional.of(TokenClaims.decode(new String(plain, StandardCharsets.UTF_8)))
                .filter(claims -> claims.kind() == kind);
    }

    private byte[] signature(byte[] plain) {
        return Arrays.copyOf(hmac(signingKey, plain), SIGNATURE_BYTES);
    }

    /** Encrypts and decrypts: in counter mode both are the same. */
    private byte[] hide(byte[] counter, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(hidingKey, "AES"), new IvParameterSpec(counter));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES in counter mode", e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA256", e);
        }
    }
}
