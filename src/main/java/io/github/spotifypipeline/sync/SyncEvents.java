package io.github.spotifypipeline.sync;

/** Tells others of syncs; what it calls must be cheap. */
public final class SyncEvents {

    private volatile Runnable onChange = () -> { };
    private volatile Runnable onSuccess = () -> { };

    /** @param listener told, often, that the set of alerts may have changed */
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    /** @param listener told of each sync that succeeded */
    public void onSuccess(Runnable listener) {
        onSuccess = listener;
    }

    void changed() {
        onChange.run();
    }

    void succeeded() {
        onSuccess.run();
    }
}
