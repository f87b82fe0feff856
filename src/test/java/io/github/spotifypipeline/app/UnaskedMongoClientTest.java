package io.github.spotifypipeline.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.mongo.MongoAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;

/** What Spring Boot may configure by itself in an application that has this jar; examples/spring-boot is one. */
class UnaskedMongoClientTest {

    private static final String[] NAMES =
            {QuartzAutoConfiguration.class.getName(), MongoAutoConfiguration.class.getName(), null};

    private boolean[] match(ClassLoader classes, Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        UnaskedMongoClient filter = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(AutoConfigurationImportFilter.class).stream().filter(UnaskedMongoClient.class::isInstance)
                .map(UnaskedMongoClient.class::cast).findFirst().orElseThrow();
        filter.setEnvironment(environment);
        filter.setBeanClassLoader(classes);
        return filter.match(NAMES, null);
    }

    @Test
    void springBootMakesNoMongoClientThatNothingAsksFor() {
        assertThat(match(getClass().getClassLoader(), Map.of())).containsExactly(true, false, true);
    }

    @Test
    void aSettingOfSpringsAsksForOne() {
        assertThat(match(getClass().getClassLoader(), Map.of("SPRING_DATA_MONGODB_URI", "mongodb://db")))
                .containsExactly(true, true, true);
        assertThat(match(getClass().getClassLoader(), Map.of("spring.data.mongodb.host", "db")))
                .containsExactly(true, true, true);
    }

    @Test
    void springDataAsksForOneToo() {
        ClassLoader withSpringData = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected URL findResource(String name) {
                return name.equals("org/springframework/data/mongodb/core/MongoTemplate.class")
                        ? UnaskedMongoClientTest.class.getResource("UnaskedMongoClientTest.class") : null;
            }
        };

        assertThat(match(withSpringData, Map.of())).containsExactly(true, true, true);
    }
}
