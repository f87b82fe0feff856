package io.github.spotifypipeline.cli;

/** A command cannot do what it was asked. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** It met trouble. @param message for a person: what happened and what to do, in one line */
    static CommandException trouble(String message) {
        return new CommandException(1, message);
    }

    /** Its arguments or settings cannot work. @param message for a person: what to change, in one line */
    static CommandException wrong(String message) {
        return new CommandException(2, message);
    }

    /** @param trouble null: there is none */
    static void ifTrouble(String trouble) {
        if (trouble != null) {
            throw trouble(trouble);
        }
    }

    /** The exit code of the process. */
    int exitCode() {
        return exitCode;
    }
}
