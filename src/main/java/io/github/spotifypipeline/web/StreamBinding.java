package io.github.spotifypipeline.web;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Message;
import org.apache.camel.component.undertow.DefaultUndertowHttpBinding;
import org.xnio.IoUtils;

/**
 * Closes the connection when an answer's stream fails midway: Camel alone would end the answer as if it were complete,
 * and the client would keep half of it.
 */
final class StreamBinding extends DefaultUndertowHttpBinding {

    /** @param other the binding whose settings are taken over */
    StreamBinding(DefaultUndertowHttpBinding other) {
        super(true);
        setHeaderFilterStrategy(other.getHeaderFilterStrategy());
        setTransferException(other.isTransferException());
        setMuteException(other.isMuteException());
    }

    @Override
    public Object toHttpResponse(HttpServerExchange httpExchange, Message message) throws IOException {
        Object body = super.toHttpResponse(httpExchange, message);
        return body instanceof InputStream stream ? new Whole(stream, httpExchange.getConnection()) : body;
    }

    private static final class Whole extends FilterInputStream {

        private final ServerConnection connection;

        Whole(InputStream stream, ServerConnection connection) {
            super(stream);
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException | RuntimeException e) {
                IoUtils.safeClose(connection);
                throw e;
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (IOException | RuntimeException e) {
                IoUtils.safeClose(connection);
                throw e;
            }
        }
    }
}
