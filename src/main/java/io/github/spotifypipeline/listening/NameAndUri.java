package io.github.spotifypipeline.listening;

/** An artist or an album as Spotify, an export or a service names it; both may be null. */
record NameAndUri(String name, String uri) {

    /** Whether a name is all that is known. */
    boolean isNamedAlone() {
        return uri == null || uri.isEmpty();
    }
}
