package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoThreadFactory;
import de.bwaldvogel.mongo.wire.MongoDatabaseHandler;
import de.bwaldvogel.mongo.wire.MongoWireMessageEncoder;
import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import de.bwaldvogel.mongo.wire.MongoWireReplyEncoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a port and gives each connection the stock handlers of the wire protocol. The stock server would log an
 * error with a stack trace for each client that leaves without closing its connection, as a shell does.
 */
final class WireServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);

    private final EventLoopGroup acceptor = new NioEventLoopGroup(1, new MongoThreadFactory("mongo-server-boss"));
    private final EventLoopGroup workers = new NioEventLoopGroup(0, new MongoThreadFactory("mongo-server-worker"));
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final MongoBackend backend;
    private Channel listening;

    WireServer(MongoBackend backend) {
        this.backend = backend;
    }

    /** Begins to listen. If it cannot use the address, it throws Netty's checked exception without declaring it. */
    void bind(InetSocketAddress address) {
        listening = new ServerBootstrap().group(acceptor, workers).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 100).childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        client.pipeline().addLast(new MongoWireReplyEncoder(), new MongoWireMessageEncoder(),
                                new MongoWireProtocolHandler(), new MongoDatabaseHandler(backend, clients),
                                        new Ending());
                    }
                }).bind(address).syncUninterruptibly().channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    int connections() {
        return clients.size();
    }

    /** Closes a connection that broke, or that sent something else than a message of the protocol. */
    private static final class Ending extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("A client's connection ends: {}", cause.toString());
            context.close();
        }
    }

    /** Closes the connections, stops its threads and closes the backend. */
    @Override
    public void close() {
        if (listening != null) {
            listening.close().syncUninterruptibly();
        }
        clients.close().syncUninterruptibly();
        acceptor.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        workers.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        acceptor.terminationFuture().syncUninterruptibly();
        workers.terminationFuture().syncUninterruptibly();
        backend.close();
    }
}
