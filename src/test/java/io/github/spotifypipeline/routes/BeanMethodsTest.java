package io.github.spotifypipeline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BeanMethodsTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /**
     * Camel takes a method {@code pause} for an overload of a getter {@code getPause} that it has seen before, and then
     * calls neither. Which of the two it sees first differs from one start of the JVM to the next.
     */
    @Test
    void noGetterThatARouteCallsHasAMethodOfItsShortName() throws Exception {
        List<String> twins = new ArrayList<>();
        for (Class<?> type : classes()) {
            Set<String> names = Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> !Modifier.isPrivate(method.getModifiers())).map(Method::getName)
                    .collect(Collectors.toSet());
            names.stream().filter(name -> name.matches("get[A-Z].*")).map(BeanMethodsTest::shortName)
                    .filter(names::contains).forEach(name -> twins.add(type.getSimpleName() + "." + name));
        }

        assertThat(twins).isEmpty();
    }

    private static String shortName(String getter) {
        return Character.toLowerCase(getter.charAt(3)) + getter.substring(4);
    }

    private static List<Class<?>> classes() throws IOException, ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                String name = SOURCES.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".")
                        .replaceFirst("\\.java$", "");
                if (!name.endsWith("package-info")) {
                    classes.add(Class.forName(name, false, BeanMethodsTest.class.getClassLoader()));
                }
            }
        }
        return classes;
    }
}
