package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.shape.Description;
import windtunnel.scenario.shape.Descriptions;
import windtunnel.scenario.yaml.Finding;

/** Descriptions, the reference page, and the library as scenarios get it. */
final class LanguageTest {
    private static final ScenarioLanguage LANGUAGE = new ScenarioLanguage(TestKinds.ALL, Catalog.builtIn());
    private static final Descriptions DESCRIPTIONS = LANGUAGE.descriptions();

    private static List<String> paths(String path) {
        return DESCRIPTIONS.find(path).stream().map(Description::path).toList();
    }

    @Test
    void keysAreDescribedByTheirPath() {
        assertThat(DESCRIPTIONS.find("cluster.fabric.rail-optimised.oversubscription"))
                .containsExactly(new Description(
                        "cluster.fabric.rail-optimised.oversubscription",
                        "Bandwidth into a leaf per bandwidth out of it.",
                        "count",
                        "a count is written like '1024' or '1.5 T'",
                        "",
                        false,
                        java.util.Optional.of("1"),
                        "assumed",
                        "a test, 2026-11-24",
                        List.of(),
                        List.of()));
    }

    @Test
    void pathsOfAScenarioAreUnderstood() {
        assertThat(paths("workloads.training.checkpoint.mode")).containsExactly("workloads.training.checkpoint.mode");
        assertThat(paths("workloads.pretrain.tokens")).containsExactly("workloads.training.tokens");
        assertThat(paths("workloads[0].tokens")).containsExactly("workloads.training.tokens");
        assertThat(paths("cluster.fabric.port")).containsExactly("cluster.fabric.star.port");
        assertThat(paths("cluster.nodes.sku.gpu.memory")).containsExactly("cluster.nodes.sku.gpu.memory");
        assertThat(paths("gpu.memory")).containsExactly("gpu.memory");
    }

    @Test
    void endsOfPathsAreUnderstood() {
        assertThat(paths("oversubscription")).containsExactly("cluster.fabric.rail-optimised.oversubscription");
        assertThat(paths("capacity")).containsExactly("cluster.storage.lustre.capacity");
        assertThat(paths("seed")).containsExactly("seed");
        assertThat(paths("nothing.at.all")).isEmpty();
        assertThat(paths("a..b")).isEmpty();
    }

    @Test
    void misspeltPathsGetASuggestion() {
        assertThat(DESCRIPTIONS.nearest("cluster.nodes.cuont")).contains("cluster.nodes.count");
        assertThat(DESCRIPTIONS.nearest("replicatons")).contains("replications");
    }

    @Test
    void choicesAndKeysAreListed() {
        assertThat(DESCRIPTIONS.find("detail").get(0).choices()).containsExactly("analytic", "step", "microbatch");
        assertThat(DESCRIPTIONS.find("disruptions").get(0).choices()).containsExactly("spot-eviction", "link-degraded");
        assertThat(DESCRIPTIONS.find("goals").get(0).keys()).containsExactly("deadline", "budget", "probability");
    }

    @Test
    void everyKeyHasADoc() {
        assertThat(DESCRIPTIONS.all())
                .isNotEmpty()
                .allSatisfy(description ->
                        assertThat(description.doc()).as(description.path()).isNotBlank());
        assertThat(ScenarioLanguage.builtIn().descriptions().all())
                .allSatisfy(description ->
                        assertThat(description.doc()).as(description.path()).isNotBlank());
    }

    @Test
    void everyEntryOfTheLibraryIsBoundWithoutAFinding() {
        Catalog catalog = Catalog.builtIn();
        ScenarioLanguage language = ScenarioLanguage.builtIn();
        assertThat(language.libraryKinds().keySet()).containsExactlyElementsOf(catalog.kinds());
        for (String kind : catalog.kinds()) {
            for (Catalog.Entry entry : catalog.list(kind)) {
                ScenarioLanguage.Loaded loaded = language.entry(kind, entry.name());
                assertThat(loaded.findings()).extracting(Finding::toString).isEmpty();
                assertThat(loaded.value()).as(entry.path()).isPresent();
            }
        }
    }

    /** Run with -Dgolden.update=true to write the page anew after a change of keys or kinds. */
    @Test
    void referencePageIsUpToDate() throws IOException {
        Path page = Path.of(System.getProperty("windtunnel.root"), "docs", "scenario-reference.md");
        String text = ScenarioLanguage.builtIn().reference();
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }
        assertThat(Files.readString(page)).isEqualTo(text);
    }

    @Test
    void referencePageNamesEveryKeyOfEveryKind() {
        String page = LANGUAGE.reference();
        for (String part : List.of(
                "## Top of the file",
                "## Workload `training`",
                "## Fabric `star`",
                "## Library: gpu",
                "| `oversubscription` |",
                "assumed: a test, 2026-11-24",
                "| `checkpoint` |",
                "## Quantities",
                "| bandwidth | a bandwidth is written")) {
            assertThat(page).contains(part);
        }
    }
}
