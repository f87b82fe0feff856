package io.github.spotifypipeline.settings;

/**
 * Where a setting's value comes from.
 *
 * @param kind     what sort of place it is
 * @param variable the environment variable that sets it; null when none does
 * @param line     its line in application.properties, from 1; 0 when it is not known or does not stand there
 */
public record SettingOrigin(Kind kind, String variable, int line) {

    /** What may set a value, in the words of {@code GET /api/settings}. */
    public enum Kind { DEFAULT, FILE, ENVIRONMENT, PAGE, SANDBOX }

    static final SettingOrigin BY_DEFAULT = new SettingOrigin(Kind.DEFAULT, null, 0);
    static final SettingOrigin OF_SANDBOX = new SettingOrigin(Kind.SANDBOX, null, 0);

    /** It was entered on the page. */
    public static final SettingOrigin OF_PAGE = new SettingOrigin(Kind.PAGE, null, 0);

    static SettingOrigin ofVariable(String name) {
        return new SettingOrigin(Kind.ENVIRONMENT, name, 0);
    }

    /** @param same whether the line says what counts without it */
    static SettingOrigin ofLine(int line, boolean same) {
        return new SettingOrigin(same ? Kind.DEFAULT : Kind.FILE, null, line);
    }

    /** What sets it, in a sentence: {@code the environment variable HTTP_PORT}. */
    public String inWords() {
        return switch (kind) {
            case ENVIRONMENT -> "the environment variable " + variable;
            case FILE -> line == 0 ? "application.properties" : "line " + line + " of application.properties";
            case PAGE -> "the page";
            case SANDBOX -> "the sandbox";
            case DEFAULT -> "nothing";
        };
    }
}
