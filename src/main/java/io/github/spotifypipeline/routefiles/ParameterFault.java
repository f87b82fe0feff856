package io.github.spotifypipeline.routefiles;

/** A wrong parameter of a Kamelet. The message says why it is wrong and what to change. */
public final class ParameterFault extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String parameter;

    /** @param parameter its name, as the Kamelet has it */
    public ParameterFault(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    /** The parameter to change. */
    public String parameter() {
        return parameter;
    }
}
