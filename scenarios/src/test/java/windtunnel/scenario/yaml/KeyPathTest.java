package windtunnel.scenario.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of values, and how list elements are called. */
final class KeyPathTest {
    private static YamlNode.Sequence list(String text) {
        return (YamlNode.Sequence) YamlText.parse(text, Origin.scenario("f"), Limits.STANDARD)
                .root()
                .orElseThrow();
    }

    @Test
    void stepsAreKeysPositionsAndQuotedKeys() {
        List<KeyPath.Step> steps = KeyPath.parse("a.b-c[12][\"d.e\"].f").steps();
        assertThat(steps)
                .containsExactly(
                        new KeyPath.Step("a", -1, 0),
                        new KeyPath.Step("b-c", -1, 2),
                        new KeyPath.Step("", 12, 5),
                        new KeyPath.Step("d.e", -1, 9),
                        new KeyPath.Step("f", -1, 17));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", "a..b", "a[", "a[x]", "a]", "a[1]b", "a[-1]", "a[\"b]", "a. .b"})
    void brokenPathsAreRefused(String text) {
        assertThatThrownBy(() -> KeyPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no path");
    }

    @Test
    void joinedPathsCanBeParsedAgain() {
        String joined = KeyPath.join(KeyPath.join("a", "b.c"), "d");
        assertThat(joined).isEqualTo("a[\"b.c\"].d");
        assertThat(KeyPath.parse(joined).steps()).extracting(KeyPath.Step::key).containsExactly("a", "b.c", "d");
    }

    @Test
    void elementsAreCalledByNameThenByKindThenByPosition() {
        YamlNode.Sequence list =
                list("[{name: n}, {kind: k}, {kind: m}, {kind: m}, {name: x}, {name: x}, 5, {kind: n}]");
        assertThat(labels(list)).containsExactly("p.n", "p.k", "p[2]", "p[3]", "p[4]", "p[5]", "p[6]", "p[7]");
    }

    private static List<String> labels(YamlNode.Sequence list) {
        return java.util.stream.IntStream.range(0, list.items().size())
                .mapToObj(i -> Elements.label("p", list, i))
                .toList();
    }
}
