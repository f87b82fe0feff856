package io.github.spotifysandbox;

/** Paths of the sandbox that differ in one segment. */
@FunctionalInterface
interface PathEndpoint {

    /**
     * @param value what stands in the path for the pattern's variable, decoded
     * @throws Refusal if the request is answered with an error
     */
    Answer answer(RecordedRequest request, String value);
}
