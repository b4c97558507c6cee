package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.yaml.Finding;
import windtunnel.scenario.yaml.Limits;
import windtunnel.scenario.yaml.Origin;
import windtunnel.scenario.yaml.TextFile;

/** Broken and hostile input: always a finding with its place, never an exception. */
final class BrokenInputTest {
    private static final ScenarioReader READER = new ScenarioReader(TestKinds.ALL, Catalog.builtIn(), false);

    /** What each generated input does to the valid scenario. */
    private enum Damage {
        TYPE,
        UNIT,
        NAME,
        MISSING,
        DUPLICATED,
        HOSTILE
    }

    private static final String[][] TYPES = {
        {"seed: 7", "seed: {}", "seed: []", "seed: seven", "seed: 7.0", "seed: true", "seed: '7'", "seed:"},
        {"replications: 3", "replications: -1", "replications: 1e3", "replications: 99999999999", "replications: [3]"},
        {"name: base", "name: 5", "name: [base]", "name: {a: b}", "name: ''", "name: true", "name: ~"},
        {"count: 64", "count: many", "count: [64]", "count: -64", "count: 0", "count: 1.5", "count: true"},
        {"final-save: true", "final-save: 1", "final-save: 'true'", "final-save: on", "final-save: [true]"},
        {"batch: { global: 64 }", "batch: 64", "batch: []", "batch: { global: {} }", "batch: { global: 13 }", "batch:"},
        {"start: 2027-01-04T08:00Z", "start: 2027", "start: tomorrow", "start: 2027-13-01T00:00Z", "start: [1]"},
        {"detail: step", "detail: 5", "detail: Step", "detail: [step]", "detail: {}", "detail: true"},
        {"axes:", "axes: 5\nx:", "axes: []\nx:", "axes: { a: 1 }\nx:", "axes: { 'a..b': [1] }\nx:"},
        {"labels: {", "labels: [{", "labels: 5 #", "labels: { team: {}, ", "labels: { team: 5, "},
        {"expect:", "expect: 5\nx:", "expect: { metric: 5 }\nx:", "expect: [x]\ny:"}
    };

    private static final String[][] UNITS = {
        {"horizon: 90 d", "90", "90 days", "90 D", "90 GB", "d 90", "1e999 d", "-1 d", "90 d d", "NaN d", "1.2.3 d"},
        {"capacity: 96 TiB", "96", "96 Tib", "96 TIB", "96 Tb", "0.3 B", "9e30 TiB", "96 s", "96TiBB"},
        {"tier: 125 MB/s per TiB", "125 MB/s", "125", "125 MB per TiB", "125 MB/s per GiB", "0 MB/s per TiB"},
        {"every: 30 min", "30", "30 minutes", "30 m", "thirty min", "30 min min"},
        {"rate: 0.05 per node-hour", "0.05", "0.05 per hour", "0.05/h", "-1 per node-hour", "5 per node-fortnight"},
        {"factor: 0.5", "50", "-0.5", "half", "0.5 s", "150 %", "1.0000001"},
        {"discount: 10 %", "10", "110 %", "ten %", "-10 %"},
        {"budget: 3 M$", "3", "3 M€", "3 MEUR", "-3 M$", "3 M"},
        {"aws-p5-48xlarge: $90/h", "90", "$90", "$90/d", "90/h", "-$90/h", "$90/H"},
        {"at-least: 0.85", "eighty", "0.85 x", "[0.85]", "true"},
        {"tokens: 1.0 T", "1.0 TB", "0", "-5", "1.5", "1e99 T", "lots"}
    };

    private static final String[] NAMES = {
        "sku",
        "seed",
        "cluster",
        "nodes",
        "count",
        "market",
        "kind",
        "rail-optimised",
        "lustre",
        "training",
        "aws-p5-48xlarge",
        "oversubscription",
        "capacity",
        "tokens",
        "batch",
        "global",
        "checkpoint",
        "every",
        "mode",
        "async",
        "use",
        "h100-sxm-80gb",
        "spot-eviction",
        "notice",
        "link-degraded",
        "factor",
        "aws-us-east-2-2026-08",
        "override",
        "discount",
        "deadline",
        "probability",
        "metric",
        "statistic",
        "axes",
        "detail",
        "step",
        "fluid"
    };

    private static final String[][] REQUIRED = {
        {"cluster:", "clusters:"},
        {"workloads:", "x-workloads:"},
        {"count: 64, ", ""},
        {"sku: aws-p5-48xlarge, ", ""},
        {"kind: rail-optimised, ", ""},
        {", capacity: 96 TiB", ""},
        {", tier: 125 MB/s per TiB", ""},
        {"    tokens: 1.0 T\n", ""},
        {"    batch: { global: 64 }\n", ""},
        {"{ global: 64 }", "{}"},
        {"every: 30 min, ", ""},
        {"rate: 0.05 per node-hour, ", ""},
        {", factor: 0.5", ""},
        {"link: node-3/nic-0, ", ""},
        {"use: aws-us-east-2-2026-08, override: { aws-p5-48xlarge: $90/h }, ", ""},
        {"deadline: 30 d, budget: 3 M$, ", ""},
        {"metric: pretrain.goodput, ", ""},
        {", at-least: 0.85", ""},
        {"  - kind: training\n    name: finetune", "  - name: finetune"},
        {"[spot, on-demand]", "[]"}
    };

    private static final String[] HOSTILE = {
        "\0",
        "\u0007",
        "\uFFFE",
        "\uD800",
        "\t\tx: 1\n",
        "? [a, b]\n: c\n",
        "<<: 5\n",
        "<<: *nothing\n",
        "a: *nothing\n",
        "a: &a [*a]\n",
        "x: !!java.net.URL [http://example.com]\n",
        "x: !!javax.script.ScriptEngineManager []\n",
        "x: !!binary aGVsbG8=\n",
        "--- \nsecond: 1\n",
        "...\nx: 1\n",
        "%YAML 3.0\n",
        "x: \"\\UFFFFFFFF\"\n",
        "x: \"\\ud800\"\n",
        "x: 'never closed\n",
        "x: \"never closed\n",
        "x: [1, 2\n",
        "x: {a: 1\n",
        "x: }\n",
        "x: ]\n",
        "- a list\n",
        "just text\n",
        ": empty key\n",
        "'': empty key\n",
        "\u202Ename: x\n",
        "x: |9\n  a\n",
        "x: >-\n",
        "x: @a\n",
        "x: `a\n",
        "x: %a\n",
        "x: a: b: c\n",
        "include: ../../etc/passwd\n",
        "include: /etc/passwd\n",
        "x: " + "[".repeat(10_000) + "\n",
        "x: " + "{a: ".repeat(10_000) + "\n",
        "x: " + "a".repeat(100_000) + "\n",
        "x".repeat(50_000) + ": 1\n",
        "seed: " + "9".repeat(100_000) + "\n",
        "horizon: " + "9".repeat(100_000) + " d\n",
        "x: &a [1,1,1,1,1,1,1,1,1,1]\ny: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                + "z: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nw: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\nv: [*d,*d,*d]\n"
    };

    private static String broken(Damage damage, SplittableRandom random) {
        return switch (damage) {
            case TYPE -> {
                String[] row = TYPES[random.nextInt(TYPES.length)];
                yield swap(row[0], row[1 + random.nextInt(row.length - 1)]);
            }
            case UNIT -> {
                String[] row = UNITS[random.nextInt(UNITS.length)];
                String key = row[0].substring(0, row[0].indexOf(':') + 1);
                yield swap(row[0], key + " " + row[1 + random.nextInt(row.length - 1)]);
            }
            case NAME -> misspelt(NAMES[random.nextInt(NAMES.length)], random);
            case MISSING -> {
                String[] row = REQUIRED[random.nextInt(REQUIRED.length)];
                yield swap(row[0], row[1]);
            }
            case DUPLICATED -> duplicated(random);
            case HOSTILE -> hostile(HOSTILE[random.nextInt(HOSTILE.length)], random);
        };
    }

    private static String swap(String from, String to) {
        assertThat(TestKinds.BASE).contains(from);
        return TestKinds.BASE.replaceFirst(
                java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to));
    }

    /** A word with two of its letters in the wrong order, or with one too many; never another valid word. */
    private static String misspelt(String word, SplittableRandom random) {
        int at = 1 + random.nextInt(word.length() - 1);
        char a = word.charAt(at - 1);
        char b = word.charAt(at);
        String wrong = a == b || a == '-' || b == '-'
                ? word.substring(0, at) + "x" + word.substring(at)
                : word.substring(0, at - 1) + b + a + word.substring(at + 1);
        String pattern = "(?<![\\w.-])" + java.util.regex.Pattern.quote(word) + "(?![\\w.-])";
        return TestKinds.BASE.replaceFirst(pattern, wrong);
    }

    private static String duplicated(SplittableRandom random) {
        List<String> lines = new ArrayList<>(TestKinds.BASE.lines().toList());
        List<Integer> keyed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches(" *[a-z][a-z.-]*: .+")) {
                keyed.add(i);
            }
        }
        int line = keyed.get(random.nextInt(keyed.size()));
        lines.add(line, lines.get(line));
        return String.join("\n", lines) + "\n";
    }

    private static String hostile(String snippet, SplittableRandom random) {
        return random.nextBoolean() ? TestKinds.BASE + snippet : snippet + TestKinds.BASE;
    }

    @Test
    void twoHundredBrokenInputsEachGiveAPlaceAndNoException() {
        assertThat(READER.readText(TestKinds.BASE, "f", List.of()).findings()).isEmpty();
        SplittableRandom random = new SplittableRandom(20_261_124);
        Set<String> inputs = new LinkedHashSet<>();
        Damage[] kinds = Damage.values();
        for (int tried = 0; inputs.size() < 200; tried++) {
            assertThat(tried).as("the generator still finds new inputs").isLessThan(20_000);
            inputs.add(broken(kinds[tried % kinds.length], random));
        }
        for (String input : inputs) {
            ReadResult result = READER.readText(input, "f", List.of());
            String shown = input.length() > 3000 ? input.substring(0, 3000) : input;
            assertThat(result.errors()).as(shown).isNotEmpty();
            assertThat(result.experiment()).as(shown).isEmpty();
            assertPlaces(result.findings(), input);
        }
    }

    private static void assertPlaces(List<Finding> findings, String input) {
        long lines = input.lines().count() + 1;
        for (Finding finding : findings) {
            assertThat(finding.line()).as(finding.toString()).isBetween(1, (int) lines);
            assertThat(finding.column()).as(finding.toString()).isPositive();
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.toString()).hasSizeLessThan(2000).doesNotContain("Exception", "\n");
        }
    }

    @Test
    void everyHostileSnippetAloneIsAFinding() {
        for (String snippet : HOSTILE) {
            ReadResult result = READER.readText(snippet, "f", List.of());
            assertThat(result.errors()).as(snippet).isNotEmpty();
            assertPlaces(result.findings(), snippet);
        }
    }

    @Test
    void mistakesWithoutEndAreCutOff() {
        String keys = java.util.stream.IntStream.range(0, 5000)
                .mapToObj(i -> "x" + i + ": 1\n")
                .collect(java.util.stream.Collectors.joining());
        List<Finding> unknown =
                READER.readText(TestKinds.BASE + keys, "f", List.of()).findings();
        assertThat(unknown).hasSize(1001);
        assertThat(unknown).extracting(Finding::message).contains("has more than 1000 mistakes; the rest is not shown");
        assertThat(READER.readText("seed: 1\n".repeat(5000), "f", List.of()).findings())
                .hasSize(1000);
        String bad = "a: 1\n".repeat(1000) + "b: [\n";
        assertThat(READER.readText(bad, "f", List.of()).errors()).hasSize(1000);
    }

    @Provide
    Arbitrary<List<Integer>> edits() {
        return Arbitraries.integers()
                .between(0, Integer.MAX_VALUE)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    /** Overwrites, drops or inserts bytes; the result is read as a file would be. */
    @Property(tries = 400)
    void mutatedFilesNeverThrow(@ForAll("edits") List<Integer> edits) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : TestKinds.BASE.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b);
        }
        for (int edit : edits) {
            SplittableRandom random = new SplittableRandom(edit);
            int at = random.nextInt(bytes.size());
            byte value = (byte)
                    (random.nextInt(3) == 0
                            ? random.nextInt(256)
                            : " \n\t:-,[]{}'\"&*#<!|>0a%".charAt(random.nextInt(22)));
            switch (random.nextInt(3)) {
                case 0 -> bytes.set(at, value);
                case 1 -> bytes.remove(at);
                default -> bytes.add(at, value);
            }
        }
        byte[] mutated = new byte[bytes.size()];
        for (int i = 0; i < mutated.length; i++) {
            mutated[i] = bytes.get(i);
        }
        readAsFile(mutated);
    }

    @Property(tries = 200)
    void anyBytesNeverThrow(@ForAll byte[] bytes) {
        readAsFile(bytes);
    }

    @Property(tries = 200)
    void anyTextAsASettingNeverThrows(@ForAll String set) {
        ReadResult result = READER.readText(TestKinds.BASE, "f", List.of(set, "seed=" + set));
        assertThat(result.experiment().isEmpty()).isEqualTo(!result.errors().isEmpty());
    }

    private static void readAsFile(byte[] bytes) {
        try {
            String text = TextFile.decode(bytes, Origin.scenario("f"), Limits.STANDARD);
            ReadResult result = READER.readText(text, "f", List.of());
            assertThat(result.experiment().isEmpty()).isEqualTo(!result.errors().isEmpty());
            assertPlaces(result.findings(), text);
        } catch (TextFile.Unreadable e) {
            assertPlaces(List.of(e.finding()), new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }
}
