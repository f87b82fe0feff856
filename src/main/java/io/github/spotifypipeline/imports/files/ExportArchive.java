package io.github.spotifypipeline.imports.files;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What was given to import: a zip, a folder, or one file. Files in a zip or a folder whose names are not in the table
 * are never opened ({@link ExportFileKind}); a single file is also known as one of scrobbles by how it begins.
 */
public final class ExportArchive implements Closeable {

    private static final int ZIP_SIGNATURE = 0x04034b50;
    private static final int EMPTY_ZIP_SIGNATURE = 0x06054b50;

    private final ReadLimits limits;
    private final Consumer<String> opened;
    private final AtomicLong unpacked = new AtomicLong();
    private final List<ExportFile> files = new ArrayList<>();
    private FileChannel channel;
    private String damage;

    private ExportArchive(ReadLimits limits, Consumer<String> opened) {
        this.limits = limits;
        this.opened = opened;
    }

    /**
     * Looks what is there. Reads names only, and the beginning of a single file with a name of its own.
     *
     * @param place  a zip, a folder, or a .json, .jsonl or .csv file
     * @param name   what the file is called, where the name of {@code place} is another; null otherwise
     * @param opened is told the path of each file whose content is about to be read
     * @throws UnreadableArchiveException when it is none of these, or has too many entries
     */
    public static ExportArchive open(Path place, String name, ReadLimits limits, Consumer<String> opened)
            throws IOException {
        ExportArchive archive = new ExportArchive(limits, opened);
        try {
            archive.look(place, name == null ? place.getFileName().toString() : name);
            archive.files.sort(Comparator.comparing((ExportFile file) -> file.name().toLowerCase(Locale.ROOT))
                    .thenComparing(ExportFile::path));
            return archive;
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /** Those that may be opened, by name, so that their order in the archive does not count. */
    public List<ExportFile> files() {
        return List.copyOf(files);
    }

    /** Why files may be missing, as a sentence; empty when the archive is whole. */
    public Optional<String> damage() {
        return Optional.ofNullable(damage);
    }

    private void look(Path place, String name) throws IOException {
        if (Files.isDirectory(place)) {
            folder(place);
        } else if (isZip(place)) {
            zip(place);
        } else {
            single(place, name);
        }
    }

    private void folder(Path folder) throws IOException {
        try (Stream<Path> found = Files.find(folder, Integer.MAX_VALUE,
                (path, attributes) -> isReadable(folder, path, attributes))) {
            for (Path path : (Iterable<Path>) found::iterator) {
                if (files.size() == limits.entries()) {
                    throw new UnreadableArchiveException("The folder has more than " + limits.entries()
                            + " files of an export. Give one export at a time");
                }
                add(folder.relativize(path).toString(), () -> Files.newInputStream(path));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Links are not followed: they may lead out of the folder. */
    private static boolean isReadable(Path folder, Path path, BasicFileAttributes attributes) {
        return attributes.isRegularFile() && ExportFileKind.of(folder.relativize(path).toString()).isPresent();
    }

    private void single(Path file, String name) throws IOException {
        Optional<ExportFileKind> kind = ExportFileKind.of(name);
        if (kind.isEmpty() && ScrobbleSigns.areIn(file, name)) {
            kind = Optional.of(ExportFileKind.SCROBBLES);
        }
        if (kind.isEmpty()) {
            throw new UnreadableArchiveException(ExportFileKind.baseName(name) + " is neither a zip nor a file of an "
                    + "export. Their names are Streaming_History_Audio_2023_1.json, endsong_0.json or "
                    + "StreamingHistory_music_0.json; scrobbles are .json, .jsonl or .csv files of Last.fm, "
                    + "ListenBrainz, Maloja or Koito");
        }
        if (!Files.isReadable(file)) {
            throw new UnreadableArchiveException(ExportFileKind.baseName(name) + " cannot be read");
        }
        add(kind.get(), name, () -> Files.newInputStream(file));
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(4);
            int signature = begin.length < 4 ? 0
                    : begin[0] & 0xff | (begin[1] & 0xff) << 8 | (begin[2] & 0xff) << 16 | begin[3] << 24;
            return signature == ZIP_SIGNATURE || signature == EMPTY_ZIP_SIGNATURE
                    || file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
        }
    }

    private void zip(Path file) throws IOException {
        channel = FileChannel.open(file);
        ZipBytes zip = new ZipBytes(channel);
        List<ZipMember> members = ZipDirectory.read(zip, limits.entries());
        if (members == null) {
            members = ZipSearch.members(zip, limits.entries());
            if (members.isEmpty()) {
                throw new UnreadableArchiveException(
                        "The zip is damaged: no file of an export was found in it. Download it once more");
            }
            damage = "The zip is damaged: its directory is missing, and files may be missing. Download it once more";
        }
        members.forEach(member -> add(member.path(), () -> new UnpackingStream(zip, member, limits.ratio())));
    }

    private void add(String path, ExportFile.Source bytes) {
        ExportFileKind.of(path).ifPresent(kind -> add(kind, path, bytes));
    }

    private void add(ExportFileKind kind, String path, ExportFile.Source bytes) {
        AtomicBoolean counted = new AtomicBoolean();
        files.add(new ExportFile(kind, ExportFileKind.baseName(path), path,
                () -> open(path, bytes, counted.getAndSet(true))));
    }

    /** @param counted whether the file is among all unpacked bytes already, because it is read once more */
    private InputStream open(String path, ExportFile.Source bytes, boolean counted) throws IOException {
        opened.accept(path);
        try {
            return new CountedStream(bytes.open(), limits, counted ? null : unpacked);
        } catch (EOFException | NoSuchFileException | AccessDeniedException e) {
            throw new DamagedFileException("cannot be read");
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
