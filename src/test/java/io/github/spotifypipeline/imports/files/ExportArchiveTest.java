package io.github.spotifypipeline.imports.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportArchiveTest {

    private static final String ONE = "Streaming_History_Audio_2023_1.json";
    private static final String TWO = "Streaming_History_Audio_2023_2.json";

    @TempDir
    Path folder;

    private final List<String> opened = new ArrayList<>();
    private String damage;

    @Test
    void opensNoFileThatIsNotInTheTable() throws IOException {
        HandMadeZip zip = new HandMadeZip(0, false).deflated("MyData/Userdata.json", "sentinel")
                .deflated("MyData/" + ONE, "[1]").deflated("MyData/Payments.json", "sentinel")
                .deflated("__MACOSX/MyData/._" + ONE, "sentinel").deflated("MyData/technical_log.json", "sentinel");

        assertThat(read(zip.bytes())).containsExactlyEntriesOf(new TreeMap<>(Map.of("MyData/" + ONE, "[1]")));
        assertThat(opened).containsExactly("MyData/" + ONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsStoredAndDeflatedEntriesAndThoseWithDataDescriptors(boolean zip64) throws IOException {
        HandMadeZip zip = new HandMadeZip(0, zip64).stored(ONE, "[1]").deflated(TWO, "[2]")
                .add("endsong_0.json", 8, 8, "[3]", 0).stored("endsong_1.json", "");

        assertThat(read(zip.bytes()).values()).containsExactly("[1]", "[2]", "[3]", "");
    }

    @Test
    void readsWhatJavaWrites() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setComment("a comment with PK\u0005\u0006 in it");
            zip.putNextEntry(new ZipEntry("folder/"));
            zip.putNextEntry(new ZipEntry("folder/" + ONE));
            zip.write("[1]".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(out.toByteArray()).values()).containsExactly("[1]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsAZipThatSomethingStandsBefore(boolean zip64) throws IOException {
        assertThat(read(new HandMadeZip(100, zip64).deflated(ONE, "[1]").bytes()).values()).containsExactly("[1]");
        assertThat(damage).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/", "../../", "C:\\Users\\me\\", "a/../../b/"})
    void readsEntriesWithNamesThatLeadOut(String path) throws IOException {
        assertThat(read(new HandMadeZip(0, false).deflated(path + ONE, "[1]").bytes()).values()).containsExactly("[1]");
        assertThat(Files.list(folder)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1  | 8  | 0 | is encrypted: unpack the zip with its password, and give the folder",
        "1  | 99 | 0 | is encrypted: unpack the zip with its password, and give the folder",
        "0  | 12 | 0 | is packed by a method that is not supported (12): unpack the zip, and give the folder",
        "0  | 8  | 1 | is damaged: its bytes do not match their checksum"})
    void namesADamagedEntryAndReadsTheOthers(int flags, int method, int crcError, String words) throws IOException {
        HandMadeZip zip = new HandMadeZip(0, false).add(ONE, flags, method, "[1]", crcError).deflated(TWO, "[2]");

        assertThat(read(zip.bytes()).values()).containsExactly("! " + words, "[2]");
        assertThat(damage).isNull();
    }

    @Test
    void readsAsFarAsATruncatedZipGoes() throws IOException {
        byte[] whole = new HandMadeZip(0, false).deflated("Userdata.json", "sentinel").add(ONE, 8, 8, "[1]", 0)
                .stored("Payments.json", "sentinel").deflated(TWO, "[2, \"" + "xyz".repeat(99) + "\"]")
                .withoutDirectory();

        SortedMap<String, String> read = read(Arrays.copyOf(whole, whole.length - 5));

        assertThat(read).containsEntry(ONE, "[1]").containsEntry(TWO, "! is cut off: the zip ends before it does");
        assertThat(opened).containsExactly(ONE, TWO);
        assertThat(damage).contains("its directory is missing");
    }

    @Test
    void saysThatAnEntryIsNotWhereTheDirectorySays() throws IOException {
        byte[] zip = new HandMadeZip(0, false).deflated(ONE, "[1]").deflated(TWO, "[2]").bytes();
        zip[0] = 'X';

        assertThat(read(zip).values()).containsExactly(
                "! is damaged: the zip has no such file at the place that its directory names", "[2]");
    }

    @Test
    void endsABomb() throws IOException {
        byte[] zip = new HandMadeZip(0, false).deflated(ONE, "[" + " ".repeat(5_000_000) + "]").deflated(TWO, "[2]")
                .bytes();

        assertThat(read(zip).values()).containsExactly("! unpacks to more than 200 times its size: it is no export",
                "[2]");
    }

    @Test
    void countsWhatItUnpacks() throws IOException {
        ReadLimits limits = new ReadLimits(3, 1 << 20, 1 << 30, 2000, 100, 3);
        byte[] zip = new HandMadeZip(0, false).deflated(ONE, " ".repeat(1_048_577)).deflated(TWO, "[2]").bytes();

        assertThat(read(write("x.zip", zip), null, limits).values()).containsExactly("! has more than 1 MiB", "[2]");
        assertThatThrownBy(() -> read(write("y.zip", new HandMadeZip(0, false).stored("a", "").stored("b", "")
                .stored("c", "").stored("d", "").bytes()), null, limits))
                .isInstanceOf(UnreadableArchiveException.class).hasMessageContaining("more than 3 entries");
    }

    @Test
    void countsAllFilesTogetherOnceHoweverOftenTheyAreRead() throws IOException {
        ReadLimits limits = new ReadLimits(9, 1 << 20, 2_000_000, 2000, 100, 3);
        byte[] zip = new HandMadeZip(0, false).stored(ONE, " ".repeat(999_999)).stored(TWO, " ".repeat(999_999))
                .bytes();
        try (ExportArchive archive = ExportArchive.open(write("x.zip", zip), null, limits, opened::add)) {
            for (int pass = 0; pass < 3; pass++) {
                for (ExportFile file : archive.files()) {
                    assertThat(content(file)).hasSize(999_999);
                }
            }
        }
        assertThat(read(write("x.zip", zip), null, new ReadLimits(9, 1 << 20, 1_500_000, 2000, 100, 3)).values())
                .last().asString().startsWith("! is beyond the");
    }

    @Test
    void readsAFolderAtAnyDepthAndFollowsNoLinks() throws IOException {
        Path outside = Files.createTempFile("outside", ".json");
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/b/" + ONE), "[1]");
        Files.writeString(folder.resolve("a/Userdata.json"), "sentinel");
        Files.createSymbolicLink(folder.resolve("a/" + TWO), outside);

        assertThat(read(folder, null, ReadLimits.DEFAULT)).containsOnlyKeys("a/b/" + ONE);
        Files.delete(outside);
    }

    @Test
    void readsASingleFileByItsOwnNameOrTheOneThatIsSaid() throws IOException {
        assertThat(read(write(ONE, "[1]".getBytes(StandardCharsets.UTF_8)), null, ReadLimits.DEFAULT).values())
                .containsExactly("[1]");
        assertThat(read(write("upload-17", "[1]".getBytes(StandardCharsets.UTF_8)), TWO, ReadLimits.DEFAULT))
                .containsEntry(TWO, "[1]");
        assertThatThrownBy(() -> read(write("Userdata.json", new byte[3]), null, ReadLimits.DEFAULT))
                .isInstanceOf(UnreadableArchiveException.class)
                .hasMessageStartingWith("Userdata.json is neither a zip nor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PK", "PK\u0003\u0004", "PK\u0005\u0006", "this is no zip"})
    void saysThatAZipIsNone(String content) {
        assertThatThrownBy(() -> read(content.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(UnreadableArchiveException.class)
                .hasMessageContaining("no file of an export was found in it");
    }

    @Test
    void survivesAnyByteThatIsWrong() throws IOException {
        byte[] zip = new HandMadeZip(0, true).deflated(ONE, "[1, 2, 3]").stored(TWO, "[2]").bytes();
        for (int at = 0; at < zip.length; at++) {
            for (int bit : new int[] {1, 0x40, 0x80, 0xff}) {
                byte[] broken = zip.clone();
                broken[at] ^= (byte) bit;
                try {
                    read(broken);
                } catch (UnreadableArchiveException e) {
                    assertThat(e).hasMessageContaining("zip");
                }
            }
        }
    }

    private SortedMap<String, String> read(byte[] zip) throws IOException {
        return read(write("my_spotify_data.zip", zip), null, ReadLimits.DEFAULT);
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    /** Contents by path; of a damaged file the reason, after an exclamation mark. */
    private SortedMap<String, String> read(Path place, String name, ReadLimits limits) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        opened.clear();
        try (ExportArchive archive = ExportArchive.open(place, name, limits, opened::add)) {
            damage = archive.damage().orElse(null);
            for (ExportFile file : archive.files()) {
                contents.put(file.path(), content(file));
            }
        }
        return contents;
    }

    private static String content(ExportFile file) throws IOException {
        try (InputStream in = file.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (DamagedFileException e) {
            return "! " + e.getMessage();
        }
    }
}
