package io.github.spotifypipeline.settings;

/** A setting that cannot work. The message names the setting and says what to change; it never holds a secret. */
public class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line for a person: which setting, what is wrong, what to write instead */
    public SettingsException(String message) {
        super(message);
    }
}
