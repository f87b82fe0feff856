package io.github.spotifypipeline.charts;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Groups as bytes: BSON, deflated. A fifth of the size, and one value for a server that would read each field. */
final class PackedGroups {

    private static final DocumentCodec CODEC = new DocumentCodec();
    private static final String GROUPS = "groups";

    private PackedGroups() {
    }

    static byte[] pack(List<Object[]> groups) {
        BasicOutputBuffer bson = new BasicOutputBuffer();
        CODEC.encode(new BsonBinaryWriter(bson), new Document(GROUPS, groups.stream().map(Arrays::asList).toList()),
                EncoderContext.builder().build());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, fast)) {
            bson.pipe(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return packed.toByteArray();
    }

    static List<Object[]> unpack(byte[] packed) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed));
                BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(in.readAllBytes()))) {
            List<Object[]> groups = new ArrayList<>();
            CODEC.decode(reader, DecoderContext.builder().build()).getList(GROUPS, List.class)
                    .forEach(group -> groups.add(group.toArray()));
            return groups;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
