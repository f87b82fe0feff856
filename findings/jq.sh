#!/usr/bin/env bash
# jackson-jq 1.6.0, of which Camel's jq is made, and 1.6.1 answer valid jq otherwise than jq does. Seen with both:
# 1. A function that is defined in an expression is not known in the right side of a sum: def f: 2; 1 + f fails ("Function
#    f/0 does not exist"), while def f: 2; f + 1 is 3. jq makes 3 of both.
# 2. ascii_downcase changes characters beyond U+FFFF, which are no ASCII: "A𝄞" becomes "a턞". jq makes "a𝄞" of it.
# 3. limit goes on after its last result when it stands in a list: [limit(1; 1, error("x"))] fails. jq makes [1] of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > Answers.java <<'JAVA'
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.module.loaders.BuiltinModuleLoader;

public class Answers {
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String expression : List.of("def f: 2; f + 1", "def f: 2; 1 + f", "\"A\uD834\uDD1E\" | ascii_downcase",
                "[limit(1; 1, error(\"x\"))]")) {
            Scope scope = Scope.newEmptyScope();
            BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, scope);
            scope.setModuleLoader(BuiltinModuleLoader.getInstance());
            List<Object> results = new ArrayList<>();
            String error = "";
            try {
                JsonQuery.compile(expression, Versions.JQ_1_7).apply(scope, NullNode.getInstance(), results::add);
            } catch (JsonQueryException e) {
                error = " " + e.getMessage();
            }
            out.println(expression + " -> " + results + error);
        }
    }
}
JAVA
for version in 1.6.0 1.6.1; do
  cat > pom.xml <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>jq</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>net.thisptr</groupId><artifactId>jackson-jq</artifactId><version>$version</version></dependency>
  </dependencies>
</project>
POM
  mvn -B -q dependency:copy-dependencies -DoutputDirectory="lib-$version"
  said=$(java -cp "lib-$version/*" Answers.java 2> errors) || { cat errors; exit 1; }
  echo "jackson-jq $version"
  echo "$said"
  [ "$said" = 'def f: 2; f + 1 -> [3]
def f: 2; 1 + f -> [] Function f/0 does not exist
"A𝄞" | ascii_downcase -> ["a턞"]
[limit(1; 1, error("x"))] -> [] x' ] || { cat errors; echo "It answers otherwise now."; exit 1; }
done
