package windtunnel.scenario.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** YAML text as nodes: what is read, and what is refused where. */
final class YamlTextTest {
    private static final Limits SMALL = new Limits(1000, 5, 12, 3);

    private static YamlText.Parsed parse(String text) {
        return YamlText.parse(text, Origin.scenario("f.yaml"), SMALL);
    }

    private static YamlNode.Mapping map(String text) {
        YamlText.Parsed parsed = parse(text);
        assertThat(parsed.findings()).isEmpty();
        return (YamlNode.Mapping) parsed.root().orElseThrow();
    }

    private static List<String> findings(String text) {
        return parse(text).findings().stream().map(Finding::toString).toList();
    }

    private static CoreType type(String value) {
        return ((YamlNode.Scalar) map("a: " + value).value("a").orElseThrow()).type();
    }

    @Test
    void scalarsFollowTheCoreSchemaOfYaml12WithoutOctals() {
        for (String text :
                List.of("on", "yes", "No", "0o17", "0x1F", "017", "1:30", "2027-01-04", "'1'", "\"true\"", "1_000")) {
            assertThat(type(text)).as(text).isEqualTo(CoreType.TEXT);
        }
        for (String text : List.of("0", "-7", "+12")) {
            assertThat(type(text)).as(text).isEqualTo(CoreType.WHOLE);
        }
        for (String text : List.of("1.5", "1e3", ".5", "-.inf", ".nan")) {
            assertThat(type(text)).as(text).isEqualTo(CoreType.REAL);
        }
        assertThat(type("true")).isEqualTo(CoreType.TRUTH);
        assertThat(type("~")).isEqualTo(CoreType.NOTHING);
        assertThat(type("")).isEqualTo(CoreType.NOTHING);
    }

    @Test
    void everyNodeKnowsWhereItBegins() {
        YamlNode.Mapping map = map("a: 1\nbc:\n  - x\n  - {d: y}\n");
        YamlNode.Sequence list = (YamlNode.Sequence) map.value("bc").orElseThrow();
        YamlNode.Mapping inner = (YamlNode.Mapping) list.items().get(1);
        assertThat(map.value("a").orElseThrow().position()).hasToString("f.yaml:1:4");
        assertThat(map.entries().get("bc").keyPosition()).hasToString("f.yaml:2:1");
        assertThat(inner.value("d").orElseThrow().position()).hasToString("f.yaml:4:9");
    }

    @Test
    void anchorsAliasesAndMergeKeysAreResolved() {
        YamlNode.Mapping map = map(
                "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {<<: [*a, *b], x: 9}\nd: *a\ne: {<<: *b}\n'<<': text\n");
        YamlNode.Mapping c = (YamlNode.Mapping) map.value("c").orElseThrow();
        assertThat(c.text("x")).contains("9");
        assertThat(c.text("y")).contains("2");
        assertThat(c.text("z")).contains("4");
        assertThat(map.value("d")).isEqualTo(map.value("a"));
        assertThat(map.value("e").map(YamlNode::size)).contains(3L);
        assertThat(map.text("<<")).contains("text");
    }

    @Test
    void wrongMergesAreFoundWhereTheyStand() {
        assertThat(findings("a: 1\nb: {<<: 5}\n"))
                .containsExactly("f.yaml:2:9: merges '5'; '<<' takes a map or a list of maps");
        assertThat(findings("a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n"))
                .containsExactly("f.yaml:4:3: has a second '<<'; merge several maps with '<<: [*a, *b]'");
    }

    @Test
    void duplicateKeysAreAllFound() {
        assertThat(findings("a: 1\nb: {c: 1, c: 2}\na: 2\n"))
                .containsExactly(
                        "f.yaml:2:11: c: is given twice; first in line 2",
                        "f.yaml:3:1: a: is given twice; first in line 1");
    }

    @Test
    void tagsAreRefused() {
        assertThat(findings("a: !!javax.script.ScriptEngineManager []\nb: !x 1\n"))
                .containsExactly(
                        "f.yaml:1:4: has the tag 'tag:yaml.org,2002:javax.script.ScriptEngineManager'; tags are not allowed",
                        "f.yaml:2:4: has the tag '!x'; tags are not allowed");
    }

    @Test
    void secondDocumentsAreRefused() {
        assertThat(findings("a: 1\n---\nb: 2\n"))
                .containsExactly("f.yaml:2:1: begins a second document; a file holds one");
    }

    @Test
    void emptyTextsAreRefused() {
        assertThat(findings("")).containsExactly("f.yaml:1:1: is empty");
        assertThat(findings("# nothing\n")).containsExactly("f.yaml:2:1: is empty");
    }

    @Test
    void deepNestingIsRefusedAtTheFirstLevelTooDeep() {
        assertThat(findings("a: [[[[[1]]]]]")).containsExactly("f.yaml:1:8: is nested more than 5 levels deep");
        assertThat(findings("a: [[[1]]]")).isEmpty();
        assertThat(findings("[".repeat(100_000)).get(0)).endsWith("is nested more than 5 levels deep");
    }

    @Test
    void aliasesCannotNestDeeperThanText() {
        assertThat(findings("a: &a [[1]]\nb: [[*a]]\n"))
                .containsExactly("f.yaml:2:6: is nested more than 5 levels deep");
    }

    @Test
    void aliasBombsAreRefused() {
        assertThat(findings("a: &a [1, 2, 3, 4]\nb: &b [*a, *a, *a]\n"))
                .containsExactly("f.yaml:2:16: expands aliases to more than 12 values");
    }

    @Test
    void anchorsThatHoldThemselvesAreRefused() {
        assertThat(findings("a: &a [*a]\n")).containsExactly("f.yaml:1:8: refers to '*a', which is no anchor above it");
    }

    @Test
    void mapsAsKeysAreRefused() {
        assertThat(findings("{a: 1}: 2\n")).containsExactly("f.yaml:1:1: has a map as a key; keys are text");
    }

    @Test
    void syntaxErrorsSayWhatToDo() {
        assertThat(findings("a:\n\tb: 1\n"))
                .containsExactly("f.yaml:2:1: has a tab where YAML wants blanks: indent with blanks");
        assertThat(findings("a: b: c\n"))
                .containsExactly("f.yaml:1:5: has a second ': ' in one line: put the value in quotes, or indent it as a"
                        + " map of its own");
        assertThat(findings("a: [1, 2\nb: 3\n"))
                .singleElement()
                .asString()
                .startsWith("f.yaml:2:2: is not valid YAML: ");
        assertThat(findings("a: 'b\n")).singleElement().asString().startsWith("f.yaml:2:1: is not valid YAML: ");
        assertThat(findings("%YAML 9.9\n--- a\n")).singleElement().asString().startsWith("f.yaml:1:");
        assertThat(findings("a: \"\\UFFFFFFFF\"\n")).singleElement().asString().startsWith("f.yaml:1:");
    }

    @Test
    void charactersThatYamlForbidsAreRefusedWhereTheyStand() {
        assertThat(findings("a: 1\nbc: x\u0007y\n"))
                .containsExactly("f.yaml:2:6: has a character that YAML does not allow: U+7");
    }

    @Test
    void messagesNeverCarryControlCharacters() {
        Finding finding = Finding.error(new Position(Origin.scenario("f"), 1, 1), "a\nb", "\u001b[31mred", "\u202e");
        assertThat(finding.toString()).isEqualTo("f:1:1: a b:  [31mred;  ");
    }
}
