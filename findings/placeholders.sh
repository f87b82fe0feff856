#!/usr/bin/env bash
# Camel 4.18.0: where missing properties are ignored (PropertiesComponent.setIgnoreMissingProperty, as camel export does),
# resolveProperty gives for a property that nobody has set no empty Optional, as it does otherwise, but the placeholder as
# the value. A reader with a default of its own then takes "{{port}}" for what was set. Seen: "Optional.empty" without, and
# "Optional[{{port}}]" with it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>placeholders</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.camel</groupId><artifactId>camel-core</artifactId><version>4.18.0</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q dependency:copy-dependencies -DoutputDirectory=lib
cat > Missing.java <<'JAVA'
import org.apache.camel.impl.DefaultCamelContext;

public class Missing {
    public static void main(String[] args) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            for (boolean ignore : new boolean[] {false, true}) {
                camel.getPropertiesComponent().setIgnoreMissingProperty(ignore);
                System.out.println(camel.getPropertiesComponent().resolveProperty("port"));
            }
        }
    }
}
JAVA
said=$(java -cp "lib/*" Missing.java 2> errors) || { cat errors; exit 1; }
echo "$said"
[ "$said" = "Optional.empty
Optional[{{port}}]" ] || { cat errors; echo "It answers otherwise now."; exit 1; }
