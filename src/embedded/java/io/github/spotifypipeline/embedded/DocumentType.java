package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.ObjectDataType;

/**
 * Stores documents as BSON. The stock type uses Java's serialization, which takes several times the time and the space.
 * What the stock type has stored can still be read.
 */
final class DocumentType extends ObjectDataType {

    /** A tag that the stock type does not use. */
    private static final byte BSON = 21;

    /** How much more memory a document takes than its BSON, about. */
    private static final int IN_MEMORY = 3;

    private volatile int averageMemory = 4_000;

    @Override
    public int getMemory(Object value) {
        return value instanceof Document ? averageMemory : super.getMemory(value);
    }

    private void sized(int bytes) {
        averageMemory = (int) ((IN_MEMORY * (long) bytes + 15L * averageMemory) / 16);
    }

    @Override
    public void write(WriteBuffer out, Object value) {
        if (!(value instanceof Document document)) {
            super.write(out, value);
            return;
        }
        ByteBuf bson = Unpooled.buffer(1024);
        BsonEncoder.encodeDocument(document, bson);
        sized(bson.readableBytes());
        out.put(BSON).put(bson.nioBuffer());
    }

    @Override
    public Object read(ByteBuffer in) {
        if (in.get(in.position()) != BSON) {
            return super.read(in);
        }
        in.get();
        ByteBuf bson = Unpooled.wrappedBuffer(in);
        int before = bson.readerIndex();
        Document document = BsonDecoder.decodeBson(bson);
        int size = bson.readerIndex() - before;
        in.position(in.position() + size);
        sized(size);
        return document;
    }
}
