package io.github.spotifypipeline.listening;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The plays of a month as bytes, deflated: the texts, each once, then the songs, then the plays. */
final class PackedPlays {

    /** To be raised when the bytes get another form, or are made of plays otherwise. */
    static final String DEFINITION = "plays 1";

    private static final int NULL = 0;

    private PackedPlays() {
    }

    static byte[] pack(PlayColumns plays) {
        Map<String, Integer> texts = new HashMap<>();
        plays.songs().forEach(song -> {
            number(texts, song.isrc());
            number(texts, song.uri());
            number(texts, song.name());
            song.artists().forEach(artist -> number(texts, artist));
            number(texts, song.album());
        });
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed, fast, 1 << 13))) {
            texts(out, texts);
            songs(out, plays.songs(), texts);
            plays(out, plays);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return packed.toByteArray();
    }

    private static void number(Map<String, Integer> texts, NameAndUri named) {
        if (named != null) {
            number(texts, named.name());
            number(texts, named.uri());
        }
    }

    private static void number(Map<String, Integer> texts, String text) {
        if (text != null) {
            texts.putIfAbsent(text, texts.size() + 1);
        }
    }

    private static void texts(DataOutputStream out, Map<String, Integer> texts) throws IOException {
        String[] ordered = new String[texts.size()];
        texts.forEach((text, number) -> ordered[number - 1] = text);
        out.writeInt(ordered.length);
        for (String text : ordered) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static void songs(DataOutputStream out, List<SongFace> songs, Map<String, Integer> texts)
            throws IOException {
        out.writeInt(songs.size());
        for (SongFace song : songs) {
            out.writeInt(texts.getOrDefault(song.isrc(), NULL));
            out.writeInt(texts.getOrDefault(song.uri(), NULL));
            out.writeInt(texts.getOrDefault(song.name(), NULL));
            out.writeInt(song.durationMs() == null ? -1 : song.durationMs());
            out.writeInt(song.artists().size());
            for (NameAndUri artist : song.artists()) {
                named(out, artist, texts);
            }
            out.writeBoolean(song.album() != null);
            if (song.album() != null) {
                named(out, song.album(), texts);
            }
        }
    }

    private static void named(DataOutputStream out, NameAndUri named, Map<String, Integer> texts) throws IOException {
        out.writeInt(texts.getOrDefault(named.name(), NULL));
        out.writeInt(texts.getOrDefault(named.uri(), NULL));
    }

    private static void plays(DataOutputStream out, PlayColumns plays) throws IOException {
        out.writeInt(plays.size());
        for (int i = 0; i < plays.size(); i++) {
            out.writeLong(plays.times()[i]);
            out.writeInt(plays.hours()[i]);
            out.writeInt(plays.faces()[i]);
            out.writeInt(plays.heard()[i]);
            out.writeByte(plays.skips()[i]);
        }
    }

    static PlayColumns unpack(byte[] packed) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(
                new InflaterInputStream(new ByteArrayInputStream(packed)).readAllBytes()))) {
            String[] texts = new String[in.readInt() + 1];
            for (int i = 1; i < texts.length; i++) {
                texts[i] = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            }
            return plays(in, songs(in, texts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SongFace> songs(DataInputStream in, String[] texts) throws IOException {
        int count = in.readInt();
        List<SongFace> songs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String isrc = texts[in.readInt()];
            String uri = texts[in.readInt()];
            String name = texts[in.readInt()];
            int duration = in.readInt();
            List<NameAndUri> artists = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                artists.add(named(in, texts));
            }
            songs.add(new SongFace(true, isrc, uri, name, List.copyOf(artists), in.readBoolean() ? named(in, texts)
                    : null, duration < 0 ? null : duration));
        }
        return songs;
    }

    private static NameAndUri named(DataInputStream in, String[] texts) throws IOException {
        String name = texts[in.readInt()];
        return new NameAndUri(name, texts[in.readInt()]);
    }

    private static PlayColumns plays(DataInputStream in, List<SongFace> songs) throws IOException {
        int count = in.readInt();
        PlayColumns plays = new PlayColumns(new long[count], new int[count], new int[count], new int[count],
                new byte[count], songs);
        for (int i = 0; i < count; i++) {
            plays.times()[i] = in.readLong();
            plays.hours()[i] = in.readInt();
            plays.faces()[i] = in.readInt();
            plays.heard()[i] = in.readInt();
            plays.skips()[i] = in.readByte();
        }
        return plays;
    }
}
