package io.github.spotifypipeline.testing;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a {@link DatabaseTest} on each database there is. */
final class DatabaseTestExtension implements TestTemplateInvocationContextProvider {

    private static final String URI_VARIABLE = "MONGODB_TEST_URI";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        TestTemplateInvocationContext embedded = new Invocation("[embedded]", TestDatabase::embedded);
        String uri = System.getenv(URI_VARIABLE);
        boolean real = context.getRequiredTestMethod().getAnnotation(DatabaseTest.class).real();
        return !real || uri == null || uri.isBlank()
                ? Stream.of(embedded)
                : Stream.of(embedded, new Invocation("[mongodb]", () -> TestDatabase.on(uri)));
    }

    private record Invocation(String name, Supplier<TestDatabase> database)
            implements TestTemplateInvocationContext, ParameterResolver {

        @Override
        public String getDisplayName(int invocationIndex) {
            return name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TestDatabase.class;
        }

        @Override
        public TestDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
            // JUnit closes it with the context of this one invocation, whatever became of the test
            return context.getStore(Namespace.create(DatabaseTestExtension.class))
                    .getOrComputeIfAbsent(TestDatabase.class, type -> database.get(), TestDatabase.class);
        }
    }
}
