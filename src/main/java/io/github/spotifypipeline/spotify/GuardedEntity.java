package io.github.spotifypipeline.spotify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of an answer that is read only as long as its call may go on. */
final class GuardedEntity extends HttpEntityWrapper {

    private final GuardedCall call;
    private final Runnable ended;

    /** @param ended told when the body has been read or given up */
    GuardedEntity(HttpEntity entity, GuardedCall call, Runnable ended) {
        super(entity);
        this.call = call;
        this.ended = ended;
    }

    @Override
    public InputStream getContent() throws IOException {
        InputStream content = super.getContent();
        return content == null ? null : new GuardedStream(content);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream content = getContent()) {
            if (content != null) {
                content.transferTo(out);
            }
        }
    }

    private final class GuardedStream extends FilterInputStream {

        GuardedStream(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int count = super.read(bytes, offset, length);
                call.received(count);
                return count;
            } catch (IOException e) {
                throw call.reasonFor(e);
            }
        }

        @Override
        public long skip(long n) throws IOException {
            try {
                long count = super.skip(n);
                call.received(count);
                return count;
            } catch (IOException e) {
                throw call.reasonFor(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } catch (IOException e) {
                throw call.reasonFor(e);
            } finally {
                ended.run();
            }
        }
    }
}
