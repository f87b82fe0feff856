# syntax=docker/dockerfile:1
# The pipeline as an image: docker build -t spotify-pipeline:0.1.0 . - how to run it: docs/operations.md

FROM maven:3.9-eclipse-temurin-17-noble AS build
WORKDIR /build
COPY . .
# what Maven has downloaded stays for the next build
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 package -Dmaven.test.skip=true

FROM eclipse-temurin:17-jre-noble
# a fixed user, so that who owns the volume is known; the program's own folder belongs to root and is never written
RUN groupadd --gid 10001 spotify \
    && useradd --uid 10001 --gid spotify --no-create-home --home-dir /data --shell /usr/sbin/nologin spotify \
    && install --directory --owner=spotify --group=spotify --mode=0700 /data
COPY --from=build /build/target/spotify-pipeline /opt/spotify-pipeline
# the one of the build is for other paths and another JVM
RUN /opt/spotify-pipeline/bin/spotify-pipeline archive-classes

# reachable from outside of the container, so ADMIN_TOKEN must be given; the embedded database, the key and the log in /data
ENV HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8888 \
    DATA_DIR=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8888
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["sh", "-c", "curl --fail --silent --show-error --output /dev/null http://127.0.0.1:$HTTP_PORT/health/live"]
# it becomes the JVM, so signals arrive: give it 30 seconds to finish its page (docker stop --time 30)
ENTRYPOINT ["/opt/spotify-pipeline/bin/spotify-pipeline"]
