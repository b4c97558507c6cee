package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import windtunnel.scenario.Experiment;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.yaml.Finding;

/** Values set by path, from the command line and on axes. */
final class PathTest {
    private static final String SHORT = """
            cluster: { nodes: { count: 2, sku: aws-p5-48xlarge } }
            workloads: { kind: training, tokens: 1 G, batch: { global: 8 } }
            prices: aws-us-east-2-2026-08
            """;

    private static ReadResult read(String text, String... sets) {
        return TestKinds.reader().readText(text, "f", List.of(sets));
    }

    private static Scenario with(String... sets) {
        ReadResult result = read(TestKinds.BASE, sets);
        assertThat(result.findings()).isEmpty();
        return result.experiment().orElseThrow().scenario();
    }

    private static Scenario shortWith(String... sets) {
        ReadResult result = read(SHORT, sets);
        assertThat(result.findings()).isEmpty();
        return result.experiment().orElseThrow().scenario();
    }

    private static List<String> findings(String text, String... sets) {
        return read(text, sets).findings().stream().map(Finding::toString).toList();
    }

    private static TestKinds.Job job(Scenario scenario, int index) {
        return (TestKinds.Job) scenario.workloads().get(index);
    }

    @Test
    void listElementsAreFoundByNameKindOrPosition() {
        assertThat(job(with("workloads.finetune.batch.global=32"), 1)
                        .batch()
                        .global()
                        .value())
                .isEqualTo(32);
        assertThat(job(with("workloads[1].batch.global=32"), 1).batch().global().value())
                .isEqualTo(32);
        assertThat(((TestKinds.Spot) with("disruptions.spot-eviction.notice=5 s")
                                .disruptions()
                                .get(0))
                        .notice()
                        .seconds())
                .isEqualTo(5);
        assertThat(((TestKinds.Disk) with("cluster.storage.scratch.capacity=1 TiB")
                                .cluster()
                                .storage()
                                .get(1))
                        .capacity()
                        .value())
                .isEqualTo(1L << 40);
    }

    @Test
    void nodesCanBeSetThatTheFileLeavesOut() {
        assertThat(((TestKinds.Rails) shortWith("cluster.fabric.oversubscription=4")
                                .cluster()
                                .fabric())
                        .oversubscription()
                        .value())
                .isEqualTo(4);
        assertThat(shortWith("goals.budget=3 M$").goals().orElseThrow().budget())
                .isPresent();
        assertThat(job(shortWith("workloads.training.checkpoint.every=3 min"), 0)
                        .checkpoint())
                .isPresent();
        assertThat(job(shortWith("workloads.train.retries=2"), 0).retries()).isEqualTo(2);
        assertThat(job(shortWith("workloads[0].labels.owner=me"), 0).labels()).containsEntry("owner", "me");
    }

    @Test
    void namesOfTheLibraryCanBeChangedInside() {
        Scenario scenario = shortWith("cluster.nodes.sku.gpu.memory=95 GB", "cluster.nodes.sku.gpus=4");
        assertThat(scenario.cluster().nodes().sku().gpu().memory().value().value())
                .isEqualTo(95_000_000_000L);
        assertThat(scenario.cluster().nodes().sku().gpu().name()).isEqualTo("h100-sxm-80gb");
        assertThat(scenario.cluster().nodes().gpus()).isEqualTo(8);
    }

    @Test
    void plainValuesThatStandForAMapCanBeChangedInside() {
        Scenario scenario = shortWith("prices.discount=20 %", "prices.override.gpu=$2/GPU-h");
        assertThat(scenario.prices().orElseThrow().use().orElseThrow().name()).isEqualTo("aws-us-east-2-2026-08");
        assertThat(scenario.prices().orElseThrow().discount().value()).isEqualTo(0.2);
        assertThat(scenario.prices().orElseThrow().override()).containsOnlyKeys("gpu");
    }

    @Test
    void wholePartsCanBeSet() {
        assertThat(with("disruptions=[]").disruptions()).isEmpty();
        assertThat(with("cluster.fabric={ kind: star, port: 5 GB/s }").cluster().fabric())
                .isInstanceOf(TestKinds.Star.class);
        assertThat(with("seed=9", "seed=10").seed()).isEqualTo(10);
    }

    @Test
    void wrongPathsAreReportedAtTheStepThatLeadsNowhere() {
        assertThat(findings(
                        TestKinds.BASE,
                        "cluster.nodes.cuont=3",
                        "wrkloads=1",
                        "workloads.pretrian.tokens=1 G",
                        "workloads[7].tokens=1 G",
                        "seed.x=1",
                        "cluster.storage.capacity=1 TiB",
                        "nothing",
                        "a..b=1",
                        "=3"))
                .containsExactly(
                        "--set:1:15: cluster.nodes.cuont: 'cluster.nodes' has no key 'cuont'; did you mean"
                                + " 'cluster.nodes.count'?",
                        "--set:2:1: wrkloads: a scenario has no key 'wrkloads'; did you mean 'workloads'?",
                        "--set:3:11: workloads.pretrian.tokens: 'workloads' has no element 'pretrian'; did you mean"
                                + " 'workloads.pretrain'?",
                        "--set:4:10: workloads[7].tokens: 'workloads' has no element '[7]'; known are pretrain,"
                                + " finetune",
                        "--set:5:6: seed.x: 'seed' is a whole number and has no parts",
                        "--set:6:17: cluster.storage.capacity: 'cluster.storage' has no element 'capacity'; known are"
                                + " fs, scratch",
                        "--set:7:1: 'nothing' is not written as path=value",
                        "--set:8:1: a..b: 'a..b' is no path: a key is missing at character 3",
                        "--set:9:1: '=3' is not written as path=value");
    }

    @Test
    void wrongValuesAreReportedWhereTheyStandInTheOption() {
        assertThat(findings(TestKinds.BASE, "seed=1", "cluster.nodes.count=many"))
                .containsExactly(
                        "--set:2:21: cluster.nodes.count: 'many' is not a number with a unit; a count is written"
                                + " like '1024' or '1.5 T'");
        assertThat(findings(TestKinds.BASE, "seed=")).containsExactly("--set:1:6: is empty");
        assertThat(findings(TestKinds.BASE, "seed=[1"))
                .singleElement()
                .asString()
                .startsWith("--set:1:6: is not valid YAML: ");
        assertThat(findings(TestKinds.BASE, "workloads.finetune.nothing=1"))
                .singleElement()
                .asString()
                .startsWith("--set:1:20: workloads.finetune.nothing: 'workloads.finetune' has no key 'nothing'");
    }

    @Test
    void axesExpandInTheOrderOfTheFileWithTheLastFastest() {
        Experiment experiment = read(TestKinds.BASE).experiment().orElseThrow();
        assertThat(experiment.points()).isEqualTo(6);
        assertThat(experiment.expand())
                .extracting(point -> point.axisValues().values().toString())
                .containsExactly(
                        "[spot, 1024]",
                        "[spot, 2048]",
                        "[spot, 4096]",
                        "[on-demand, 1024]",
                        "[on-demand, 2048]",
                        "[on-demand, 4096]");
        Scenario last = experiment.expand().get(5).scenario().orElseThrow();
        assertThat(last.cluster().nodes().market()).isEqualTo("on-demand");
        assertThat(job(last, 0).batch().global().value()).isEqualTo(4096);
        assertThat(last.axisValues())
                .containsEntry("cluster.nodes.market", "on-demand")
                .containsEntry("workloads.pretrain.batch.global", "4096");
    }

    @Test
    void unitsAreAxesTimesReplicationsInOrder() {
        Experiment experiment = read(TestKinds.BASE).experiment().orElseThrow();
        assertThat(experiment.units()).hasSize(18);
        assertThat(experiment.units().get(4))
                .extracting(Experiment.Unit::point, Experiment.Unit::replication)
                .containsExactly(1, 1);
    }

    @Test
    void runUsesTheFilesOwnValuesAndSaysSo() {
        Scenario scenario = with();
        assertThat(scenario.cluster().nodes().market()).isEqualTo("spot");
        assertThat(job(scenario, 0).batch().global().value()).isEqualTo(1024);
        assertThat(scenario.axisValues()).isEmpty();
        assertThat(scenario.notices())
                .containsExactly("the file's own values are run; its axes make 6 combinations, which are not run");
    }

    @Test
    void withoutAxesTheScenarioIsTheOnlyPoint() {
        Experiment experiment = read(SHORT).experiment().orElseThrow();
        assertThat(experiment.expand()).hasSize(1);
        assertThat(experiment.expand().get(0).scenario()).contains(experiment.scenario());
        assertThat(experiment.scenario().notices()).isEmpty();
    }

    @Test
    void everyValueOfEveryAxisIsCheckedBeforeAnyRun() {
        String axes = """
                axes:
                  cluster.nodes.count: [2, x, 0]
                  cluster.nodes.sku: [aws-p5-48xlarge, aws-p9]
                  cluster.nods.count: [1, 2]
                  axes: [1]
                  seed: []
                """;
        assertThat(findings(SHORT + axes))
                .containsExactly(
                        "f:5:28: cluster.nodes.count: 'x' is not a number with a unit; a count is written like '1024' or"
                                + " '1.5 T'",
                        "f:5:31: cluster.nodes.count: a cluster needs at least one node",
                        "f:6:40: cluster.nodes.sku: 'aws-p9' is no node of the library; 'windtunnel catalog list node'"
                                + " shows all",
                        "f:7:3: axes[\"cluster.nods.count\"]: 'cluster' has no key 'nods'; did you mean 'cluster.nodes'?",
                        "f:8:3: axes.axes: varies the axes block itself",
                        "f:9:9: axes.seed: has no values to try");
    }

    @Test
    void combinationsThatMakeNoSenseAreKeptWithTheReason() {
        String axes = "axes: { workloads.train.batch.global: [8, 8 E], workloads.train.batch.sequence: [1, 2] }\n";
        ReadResult result = read(SHORT + axes);
        assertThat(result.findings()).isEmpty();
        List<Experiment.Point> points = result.experiment().orElseThrow().expand();
        assertThat(points).extracting(point -> point.scenario().isPresent()).containsExactly(true, true, true, false);
        assertThat(points.get(3).findings())
                .extracting(Finding::message)
                .containsExactly("has values that do not fit together (long overflow)");
    }

    @Test
    void tooManyCombinationsAreRefused() {
        String values = "[" + "1, ".repeat(1000) + "2]";
        String axes = "axes: { seed: " + values + ", replications: " + values + " }\n";
        assertThat(findings(SHORT + axes))
                .containsExactly("f:4:7: axes: make 1002001 combinations; at most 1000000 are possible");
    }

    @Test
    void setsHoldOnEveryPoint() {
        Experiment experiment = read(TestKinds.BASE, "workloads.finetune.batch.global=7")
                .experiment()
                .orElseThrow();
        assertThat(experiment.expand())
                .allSatisfy(point -> assertThat(job(point.scenario().orElseThrow(), 1)
                                .batch()
                                .global()
                                .value())
                        .isEqualTo(7));
    }
}
