package io.github.spotifypipeline.app;

import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;

/**
 * In an application of Spring Boot's, where MongoDB's driver is there because of the Kamelets: keeps Spring Boot from
 * making a client of its own, which would look for a MongoDB at localhost:27017 as long as the application runs. An
 * application that has MongoDB from Spring keeps it. Spring Boot finds this by {@code META-INF/spring.factories}.
 */
final class UnaskedMongoClient implements AutoConfigurationImportFilter, EnvironmentAware, BeanClassLoaderAware {

    private static final Logger LOG = LoggerFactory.getLogger(UnaskedMongoClient.class);

    private static final String MAKER = "org.springframework.boot.autoconfigure.mongo.MongoAutoConfiguration";

    private static final String ASKING = "spring.data.mongodb.";

    private static final String SPRING_DATA = "org/springframework/data/mongodb/core/MongoTemplate.class";

    private Environment environment;
    private ClassLoader classes;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void setBeanClassLoader(ClassLoader classLoader) {
        this.classes = classLoader;
    }

    /** Which of the auto-configurations may be used. */
    @Override
    public boolean[] match(String[] names, AutoConfigurationMetadata metadata) {
        boolean asked = classes.getResource(SPRING_DATA) != null || hasSettings();
        boolean[] matches = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            matches[i] = asked || !MAKER.equals(names[i]);
            if (!matches[i]) {
                LOG.info("Spring Boot makes no MongoClient, as no setting spring.data.mongodb.* asks for one");
            }
        }
        return matches;
    }

    private boolean hasSettings() {
        return ((ConfigurableEnvironment) environment).getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).replace('_', '.').startsWith(ASKING));
    }
}
