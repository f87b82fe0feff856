package io.github.spotifypipeline.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that the program has loaded when it is ready, in the form in which a JVM takes them at once (class data
 * sharing), beside the jars. The start script gives it to the JVM, which ignores it where it does not fit; this class
 * makes it, in the background and in a process of its own, when there is none for these jars and this JVM. Without it
 * a start takes longer, and that is all.
 */
final class ClassArchive implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    private static final String NAME = "classes.jsa";

    /** A line of the JVM's class hierarchy; hidden classes and those made at run time are not in a jar. */
    private static final Pattern CLASS = Pattern.compile("^[| -]*([\\w.$]+)/(?:null|0x[0-9a-f]+)");

    private final Path folder;
    private Process maker;
    private boolean closed;

    private ClassArchive(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes it unless it is there, and returns at once.
     *
     * @param home the folder of the distribution; where it has no folder of jars that can be written, nothing happens
     */
    static ClassArchive refresh(Path home) {
        ClassArchive archive = new ClassArchive(home.resolve("lib"));
        if (Files.isWritable(archive.folder)) {
            Thread thread = new Thread(archive::makeIfMissing, "spotify-class-archive");
            thread.setDaemon(true);
            thread.start();
        }
        return archive;
    }

    private void makeIfMissing() {
        // the lock ends with the process, whatever ends it
        try (FileChannel key = FileChannel.open(folder.resolve(NAME + ".key"), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = key.tryLock()) {
            if (lock != null && !key().equals(read(key))) {
                make();
                // also when this JVM could not make one, so that it is not tried at each start
                write(key, isClosed() ? "" : key());
            }
        } catch (IOException | JMException | RuntimeException e) {
            LOG.debug("There is no archive of classes: the next start takes longer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        file.read(bytes, 0);
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    private static void write(FileChannel file, String text) throws IOException {
        file.truncate(0);
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** All that it depends on, and its size, which tells whether it is the one that was made. */
    private String key() throws IOException {
        Path archive = folder.resolve(NAME);
        StringBuilder key = new StringBuilder();
        for (String property : List.of("java.vm.vendor", "java.vm.version", "java.home", "java.class.path")) {
            key.append(System.getProperty(property)).append('\n');
        }
        key.append(options()).append('\n').append(Files.exists(archive) ? Files.size(archive) : 0).append('\n');
        try (Stream<Path> jars = Files.list(folder)) {
            for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                key.append(jar.getFileName()).append(' ').append(Files.size(jar)).append(' ')
                        .append(Files.getLastModifiedTime(jar)).append('\n');
            }
        }
        return key.toString();
    }

    /** Those of the JVM's options on which an archive depends. */
    private static List<String> options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.matches("-Xm[sx].*|-XX:[+-]Use.*|-XX:MaxRAM.*|-XX:ObjectAlignment.*")).toList();
    }

    private void make() throws IOException, InterruptedException, JMException {
        Path made = folder.resolve(NAME + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(made);
        try {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options());
            command.addAll(List.of("-XX:ArchiveClassesAtExit=" + made,
                    "-cp", System.getProperty("java.class.path"), ClassLoading.class.getName()));
            if (run(command, loadedClasses()) && Files.exists(made)) {
                Files.deleteIfExists(folder.resolve(NAME + ".size"));
                Files.move(made, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
                // without its size, or with another, the start script leaves it alone: a JVM dies of a shortened one
                Files.writeString(folder.resolve(NAME + ".size"), Files.size(folder.resolve(NAME)) + "\n");
            }
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static String loadedClasses() throws JMException {
        Object hierarchy = ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmClassHierarchy",
                new Object[] {new String[0]}, new String[] {String[].class.getName()});
        StringBuilder names = new StringBuilder();
        hierarchy.toString().lines().forEach(line -> {
            Matcher matcher = CLASS.matcher(line);
            if (matcher.find()) {
                names.append(matcher.group(1)).append('\n');
            }
        });
        return names.toString();
    }

    private boolean run(List<String> command, String input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // it needs none of the secrets that may be there
        builder.environment().clear();
        synchronized (this) {
            if (closed) {
                return false;
            }
            maker = builder.start();
        }
        try (OutputStream names = maker.getOutputStream()) {
            names.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return maker.waitFor() == 0;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Stops making it. */
    @Override
    public synchronized void close() {
        closed = true;
        if (maker != null) {
            maker.destroyForcibly();
        }
    }
}
