package io.github.spotifypipeline.endpoint.files;

/** What a change of files asks of the syncs of an endpoint. */
public interface SyncControl {

    /** Nothing of it begins any more; waits for the page in flight. @return false when that page does not end */
    boolean pause(String endpointId);

    /** Its syncs may begin again. */
    void resume(String endpointId);

    /** Its file was edited: it is synced now, if what it reads or stores has changed since its last sync. */
    void edited(String endpointId);
}
