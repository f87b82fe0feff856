/**
 * The settings of the program: one table of keys, defaults, parsers and words, read from {@code application.properties}
 * and the environment.
 *
 * <p>Uses nothing of the project. A {@code SettingParser} checks one setting, {@code SettingValues} what concerns
 * several. A value that cannot work, or a key in the file that nobody knows, ends the start with one sentence that says
 * what to change. No other room reads a setting's property or variable; commands alone have variables of their own
 * ({@code NEW_TOKEN_KEY}, {@code COPY_TO_URI}).
 */
package io.github.spotifypipeline.settings;
