package io.github.spotifypipeline.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a day of the command line. */
final class Day implements ITypeConverter<LocalDate> {

    private static final int CHARACTERS = 10;

    @Override
    public LocalDate convert(String text) {
        try {
            if (text.length() == CHARACTERS) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // as any other that is no day
        }
        throw new TypeConversionException("'" + text + "' is not a day: write one of the calendar as YYYY-MM-DD, such as"
                + " 2026-11-01");
    }
}
