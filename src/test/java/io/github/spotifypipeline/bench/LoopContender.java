package io.github.spotifypipeline.bench;

import io.github.spotifysandbox.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link HandWrittenLoop} in a JVM of its own. */
final class LoopContender extends Contender {

    private final ChildProcess process;
    private int mark;

    /**
     * @param options       of the JVM
     * @param authorization the header that a signed-in client sends
     * @param atOnce        how many pages of the tracks it reads at once
     */
    LoopContender(TestSandbox spotify, List<String> options, String authorization, int atOnce, BenchStore store) {
        super(spotify, store);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HandWrittenLoop.class.getName(),
                spotify.apiUrl().toString(), authorization, spotify.account("demo").accountId(),
                store.isEmbedded() ? store.data().toString() : store.uri(), store.name(), String.valueOf(atOnce)));
        process = ChildProcess.start(new ProcessBuilder(command));
        process.await(HandWrittenLoop.READY, 0);
    }

    @Override
    ProcessUse use() {
        return process.use();
    }

    @Override
    void begin() {
        mark = process.mark();
        process.say("sync");
    }

    @Override
    ChildProcess.Line awaitEnd() {
        return process.await(HandWrittenLoop.DONE, mark);
    }

    @Override
    void forget() {
        mark = process.mark();
        process.say("drop");
        awaitEnd();
    }

    @Override
    public void close() {
        process.close();
    }
}
