package io.github.spotifypipeline.routefiles;

/** A parameter of a Kamelet that cannot work as it is given; the message says why, and what to change. */
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
