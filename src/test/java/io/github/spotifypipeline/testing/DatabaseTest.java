package io.github.spotifypipeline.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that holds on every database: it runs once on a fresh embedded one and, when the environment variable
 * {@code MONGODB_TEST_URI} is set, once more on that MongoDB, in a database of its own that is dropped at the end.
 *
 * <p>The test method, and each {@code @BeforeEach} and {@code @AfterEach} method, may take a {@link TestDatabase}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(DatabaseTestExtension.class)
public @interface DatabaseTest {

    /**
     * Whether a real MongoDB could show anything else; false for what is about files, HTTP or Spotify's answers, and
     * where other tests of the class store the same in the same way.
     */
    boolean real() default true;
}
