package io.github.spotifysandbox;

/** One path of the sandbox. Knows nothing of the HTTP server. */
@FunctionalInterface
interface Endpoint {

    /** @throws Refusal if the request is answered with an error */
    Answer answer(RecordedRequest request);
}
