#!/usr/bin/env bash
# mongo-java-server 1.47.0 (in memory, MongoDB's Java driver 5.6.3) answers a valid aggregation otherwise than a MongoDB,
# without an error: $group takes two lists for one key when their least elements are equal. Seen: "groups 1" for
# ["Can", "Low"] and ["Can", "Lorde"]; a MongoDB 6.0.5 makes 2 groups of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>embedded</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>de.bwaldvogel</groupId><artifactId>mongo-java-server</artifactId><version>1.47.0</version></dependency>
    <dependency><groupId>org.mongodb</groupId><artifactId>mongodb-driver-sync</artifactId><version>5.6.3</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q dependency:copy-dependencies -DoutputDirectory=lib
cat > Answers.java <<'JAVA'
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

public class Answers {
    public static void main(String[] args) {
        MongoServer server = new MongoServer(new MemoryBackend());
        server.bind("127.0.0.1", 0);
        String uri = "mongodb://127.0.0.1:" + server.getLocalAddress().getPort();
        try (var client = MongoClients.create(uri)) {
            var songs = client.getDatabase("d").getCollection("songs");
            songs.insertMany(List.of(Document.parse("{_id: 1, artists: ['Can', 'Low']}"),
                    Document.parse("{_id: 2, artists: ['Can', 'Lorde']}")));
            System.out.println("groups " + songs.aggregate(List.of(
                    Document.parse("{$group: {_id: '$artists', n: {$sum: 1}}}"))).into(new ArrayList<>()).size());
        } finally {
            server.shutdownNow();
        }
    }
}
JAVA
said=$(java -cp "lib/*" Answers.java 2> errors) || { cat errors; exit 1; }
echo "$said"
[ "$said" = "groups 1" ] || { cat errors; echo "It answers otherwise now."; exit 1; }
