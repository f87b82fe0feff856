package io.github.spotifypipeline.endpoint.files;

/** Controls the syncs of an endpoint while its file changes. */
public interface SyncControl {

    /** Lets no sync begin and waits for the current page. @return false when that page takes too long */
    boolean pause(String endpointId);

    /** Lets syncs begin again. */
    void resume(String endpointId);

    /** Requests a sync if the endpoint now reads or stores something else than in its last sync. */
    void edited(String endpointId);
}
