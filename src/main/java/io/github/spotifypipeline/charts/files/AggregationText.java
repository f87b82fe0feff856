package io.github.spotifypipeline.charts.files;

import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.RouteFinding;
import io.github.spotifypipeline.routefiles.RouteYaml;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.json.JsonReader;
import org.snakeyaml.engine.v2.nodes.Node;

/** The aggregation of a chart as people write it in mongosh, also with comments and commas before a bracket. */
final class AggregationText {

    private static final String STAGES = "stages";
    private static final String REMEDY = "look at its brackets, commas and quotes, there or in the line before";

    private AggregationText() {
    }

    /** Counts the lines that were read. */
    private static final class Lines extends FilterReader {

        private int line = 1;

        Lines(String text) {
            super(new StringReader(text));
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            line += read == '\n' ? 1 : 0;
            return read;
        }

        @Override
        public int read(char[] into, int offset, int length) throws IOException {
            int read = length == 0 ? 0 : read();
            if (read < 0 || length == 0) {
                return read < 0 ? -1 : 0;
            }
            into[offset] = (char) read;
            return 1;
        }
    }

    /** The stages. @throws BrokenFileException when it is no array of objects with one field each */
    static List<Document> parse(Node aggregation) throws BrokenFileException {
        String text = "{" + STAGES + ": " + plain(RouteYaml.text(aggregation)) + "\n}";
        try {
            Document read = Document.parse(text);
            if (read.size() != 1 || !(read.get(STAGES) instanceof List<?> stages) || stages.isEmpty()
                    || !stages.stream().allMatch(stage -> stage instanceof Document one && one.size() == 1)) {
                throw new BrokenFileException(new RouteFinding(RouteYaml.line(aggregation),
                        "the aggregation is no array of stages", "write [ { $match: … }, { $group: … } ]"));
            }
            return read.getList(STAGES, Document.class);
        } catch (RuntimeException e) {
            throw new BrokenFileException(new RouteFinding(RouteYaml.line(aggregation, line(text, e)),
                    "the aggregation is not written as mongosh reads it: " + words(e), REMEDY));
        }
    }

    /** The line up to which a text is read before it fails; 0 when that cannot be told. */
    private static int line(String text, RuntimeException failure) {
        Lines lines = new Lines(text);
        try (JsonReader reader = new JsonReader((Reader) lines)) {
            new DocumentCodec().decode(reader, DecoderContext.builder().build());
            return 0;
        } catch (RuntimeException e) {
            // read from a stream, some operators, such as $regex, fail that do not in a text
            return String.valueOf(e.getMessage()).equals(failure.getMessage()) ? lines.line : 0;
        }
    }

    private static String words(RuntimeException e) {
        return String.valueOf(e.getMessage()).replaceFirst("^JSON reader was expecting", "expected")
                .replaceFirst("\\.$", "");
    }

    /** The same text with spaces for comments and for commas before a bracket. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text);
        int comma = -1;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = i + 1;
            if (text.startsWith("//", i) || text.startsWith("/*", i)) {
                end = endOfComment(text, i);
                for (int at = i; at < end; at++) {
                    plain.setCharAt(at, text.charAt(at) == '\n' ? '\n' : ' ');
                }
            } else if (!Character.isWhitespace(c)) {
                if (comma >= 0 && (c == ']' || c == '}')) {
                    plain.setCharAt(comma, ' ');
                }
                comma = c == ',' ? i : -1;
                end = c == '"' || c == '\'' || c == '/' ? endOfLiteral(text, i) : end;
            }
            i = end;
        }
        return plain.toString();
    }

    private static int endOfComment(String text, int from) {
        String close = text.charAt(from + 1) == '/' ? "\n" : "*/";
        int end = text.indexOf(close, from + 2);
        return end < 0 ? text.length() : end + close.length();
    }

    private static int endOfLiteral(String text, int from) {
        int end = from + 1;
        while (end < text.length() && text.charAt(end) != text.charAt(from)) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), end + 1);
    }
}
