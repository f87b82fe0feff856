package io.github.spotifypipeline.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** The agent for launchd, and what is asked of a launchctl that only records it. */
class LaunchdServiceTest {

    @TempDir
    Path folder;

    private UserService service(String launchctl, Path program) {
        StandInTool tool = new StandInTool(folder.resolve("tools"), "launchctl", launchctl);
        return new ServiceHost("Mac OS X", "anna", folder, Map.of("PATH", tool.path())).service(program);
    }

    private static List<Element> elements(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    /** Each key with what stands behind it; of true and false the name. */
    private static Map<String, Object> values(Element dictionary) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<Element> all = elements(dictionary);
        for (int i = 0; i < all.size(); i += 2) {
            assertThat(all.get(i).getTagName()).isEqualTo("key");
            values.put(all.get(i).getTextContent(), value(all.get(i + 1)));
        }
        return values;
    }

    private static Object value(Element element) {
        return switch (element.getTagName()) {
            case "dict" -> values(element);
            case "array" -> elements(element).stream().map(LaunchdServiceTest::value).toList();
            case "true", "false" -> element.getTagName();
            default -> element.getTextContent();
        };
    }

    private static Map<String, Object> parsed(String plist) throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        parser.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
        Element root = parser.parse(new ByteArrayInputStream(plist.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("plist");
        return values(elements(root).get(0));
    }

    @Test
    void theAgentStartsTheProgramWhateverStandsInItsPath() throws Exception {
        Path program = Path.of("/Users/anna/50% \"röck\" <$HOME> & 'n' roll");
        Map<String, Object> agent = parsed(service(":", program).text());

        assertThat(agent.remove("ProgramArguments")).asInstanceOf(InstanceOfAssertFactories.LIST)
                .startsWith("/bin/sh", "-c").hasSize(5).endsWith(
                folder + "/Library/Application Support/spotify-pipeline/service.env",
                program + "/bin/spotify-pipeline");
        assertThat(agent).isEqualTo(Map.of("Label", "io.github.spotifypipeline", "RunAtLoad", "true",
                "KeepAlive", Map.of("SuccessfulExit", "false"), "ThrottleInterval", "30", "ExitTimeOut", "40",
                "Umask", "63", "StandardOutPath", "/dev/null",
                "StandardErrorPath", folder + "/Library/Logs/spotify-pipeline.log"));
    }

    @Test
    void whatItStartsGetsTheSettings() throws Exception {
        Path program = folder.resolve("a 'program' $HOME");
        Files.createDirectories(program.resolve("bin"));
        Files.writeString(program.resolve("bin/spotify-pipeline"), "printf '%s|' \"$SPOTIFY_CLIENT_ID\"; echo $$");
        UserService service = service(":", program);
        List<?> command = (List<?>) parsed(service.text()).get("ProgramArguments");
        ServiceSettings.in(service.settingsFile()).with(Map.of("SPOTIFY_CLIENT_ID", "a $b `c` \"d\" \\e"), false)
                .write();

        Process started = new ProcessBuilder(command.stream().map(String.class::cast).toList()).start();

        assertThat(new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .as("it is the process that launchd knows").isEqualTo("a $b `c` \"d\" \\e|" + started.pid());
    }

    @Test
    void isLoadedAnewAndRemoved() throws Exception {
        Path loaded = folder.resolve("loaded");
        UserService service = service("case $1 in bootstrap) : >'" + loaded + "' ;; bootout) rm '" + loaded + "' ;;"
                + " print) [ -e '" + loaded + "' ] && printf '\\tstate = running\\n\\tpid = "
                + ProcessHandle.current().pid() + "\\n' ;; esac", folder);

        assertThat(service.state()).isEqualTo(new UserService.State(false, false, "stopped"));
        service.start();
        assertThat(service.state().running()).isTrue();
        assertThat(service.state().words()).startsWith("running since 20");
        service.start();
        service.stop();
        assertThat(loaded).doesNotExist();

        String target = "gui/" + Files.getAttribute(folder, "unix:uid");
        assertThat(Files.readAllLines(folder.resolve("tools/launchctl.calls")).stream()
                .filter(call -> !call.startsWith("print"))).containsExactly(
                "enable " + target + "/io.github.spotifypipeline", "bootstrap " + target + " " + service.file(),
                "bootout " + target + "/io.github.spotifypipeline",
                "enable " + target + "/io.github.spotifypipeline", "bootstrap " + target + " " + service.file(),
                "bootout " + target + "/io.github.spotifypipeline");
    }

    @Test
    void aLaunchctlThatFailsIsQuoted() {
        UserService service = service("echo 'Bootstrap failed: 125: No such domain'; exit 125", folder);

        assertThatThrownBy(service::start).isInstanceOf(ServiceException.class)
                .hasMessageContaining("Bootstrap failed: 125").hasMessageContaining("sign in at the screen as anna");
    }
}
