#!/usr/bin/env bash
# The BSON library of MongoDB's Java driver (org.mongodb:bson 5.6.3): org.bson.json.JsonReader reads {a: {$type: 2}}, as
# people write it in mongosh, from a String; from a java.io.Reader the same text is refused. Seen: "String: Document{{a=Document{{$type=2}}}}"
# and "Reader: JSON reader was expecting ':' but found '2'.". So is {$regex: 'x'}; with the name in quotes both read it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>bson-json</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.mongodb</groupId><artifactId>bson</artifactId><version>5.6.3</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q dependency:copy-dependencies -DoutputDirectory=lib
cat > Readers.java <<'JAVA'
import java.io.StringReader;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.json.JsonReader;

public class Readers {
    public static void main(String[] args) {
        String text = "{a: {$type: 2}}";
        System.out.println("String: " + read(new JsonReader(text)));
        System.out.println("Reader: " + read(new JsonReader(new StringReader(text))));
    }

    private static String read(JsonReader reader) {
        try {
            return new DocumentCodec().decode(reader, DecoderContext.builder().build()).toString();
        } catch (RuntimeException e) {
            return e.getMessage();
        }
    }
}
JAVA
said=$(java -cp "lib/*" Readers.java 2> errors) || { cat errors; exit 1; }
echo "$said"
[ "$said" = "String: Document{{a=Document{{\$type=2}}}}
Reader: JSON reader was expecting ':' but found '2'." ] || { cat errors; echo "It answers otherwise now."; exit 1; }
