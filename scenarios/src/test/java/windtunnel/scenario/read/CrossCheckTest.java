package windtunnel.scenario.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import windtunnel.scenario.yaml.Finding;

/** What can be wrong between the parts of a scenario. */
final class CrossCheckTest {
    private static List<String> findings(String from, String to) {
        assertThat(TestKinds.BASE).contains(from);
        return TestKinds.reader().readText(TestKinds.BASE.replace(from, to), "f", List.of()).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void twoThingsCannotShareAName() {
        assertThat(findings("name: scratch", "name: pretrain").get(0))
                .isEqualTo("f:11:29: cluster.storage.pretrain.name: 'pretrain' is the name of something else already;"
                        + " metrics need different names");
        assertThat(TestKinds.reader().readText("""
                                cluster: { nodes: { count: 2, sku: aws-p5-48xlarge } }
                                workloads:
                                  - { kind: training, tokens: 1 G, batch: { global: 8 } }
                                  - { kind: training, tokens: 1 G, batch: { global: 8 } }
                                """, "f", List.of()).findings())
                .extracting(Finding::toString)
                .containsExactly("f:4:5: workloads[1].name: 'train' is the name of something else already; metrics need"
                        + " different names");
    }

    @Test
    void runIsReserved() {
        assertThat(findings("name: finetune", "name: run"))
                .containsExactly("f:22:11: workloads.run.name: 'run' is reserved for the totals of the run; choose"
                        + " another name");
    }

    @Test
    void namesCannotHoldWhatMetricsAreMadeFrom() {
        for (String name : List.of("a.b", "'a b'", "'a[0]'", "'-'")) {
            assertThat(findings("name: finetune", "name: " + name))
                    .singleElement()
                    .asString()
                    .startsWith("f:22:11: ")
                    .contains("is no name: use letters");
        }
    }

    @Test
    void workloadsAreAskedWhetherTheyFitTheCluster() {
        assertThat(findings("from: scratch", "from: scrtch"))
                .containsExactly("f:24:11: workloads.finetune.from: 'scrtch' is no storage of the cluster");
    }

    @Test
    void expectationsNeedSensibleLimits() {
        assertThat(findings("at-least: 0.85", "statistic: mean"))
                .containsExactly("f:32:5: expect[0]: has no limit: give at-least, at-most or both");
        assertThat(findings("{ metric: run.cost, at-most: 3 M$", "{ metric: run.cost, at-most: 3 M$, at-least: 4 M$"))
                .containsExactly("f:33:34: expect[1].at-most: is less than at-least: nothing can keep both");
        assertThat(findings("metric: pretrain.goodput, at-least: 0.85", "metric: run.deadline_met, at-least: 95"))
                .containsExactly("f:32:43: expect[0].at-least: must lie between 0 and 1: run.deadline_met is a share");
        assertThat(findings("metric: pretrain.goodput, at-least: 0.85", "metric: goodput, at-least: 0.85"))
                .contains("f:32:15: expect[0].metric: 'goodput' is no metric; a metric is written like 'run.cost'");
        assertThat(findings("metric: pretrain.goodput", "metric: pretrian.goodput"))
                .containsExactly("f:32:15: warning: expect[0].metric: 'pretrian' is no workload or storage of this"
                        + " scenario; did you mean 'pretrain'?");
        assertThat(findings("at-least: 0.85", "at-least: lots"))
                .containsExactly("f:32:43: expect[0].at-least: 'lots' is no limit; a limit is written like '0.85', '85"
                        + " %', '30 d', '3 M$' or '20 GB/s'");
    }

    @Test
    void expectationsNameAMetricAndItsUnit() {
        assertThat(findings("metric: pretrain.goodput", "metric: pretrain.goodputt"))
                .containsExactly("f:32:15: expect[0].metric: 'goodputt' is measured nowhere; did you mean 'goodput'?");
        assertThat(findings("{ metric: run.cost, at-most: 3 M$", "{ metric: run.cost, at-most: 5 h"))
                .containsExactly("f:33:34: expect[1].at-most: is in s, but the metric is measured in USD");
        assertThat(findings("{ metric: run.cost, at-most: 3 M$", "{ metric: run.wall_time, at-most: 5 d"))
                .isEmpty();
        assertThat(findings(
                        "metric: pretrain.goodput, at-least: 0.85",
                        "metric: pretrain.tokens_per_second, at-least: 5 h"))
                .containsExactly("f:32:53: expect[0].at-least: is in s, but the metric is measured in tokens/s; write a"
                        + " plain number");
    }

    @Test
    void whatTakesSpotMachinesSaysSoWhereThereAreNone() {
        String eviction = "disruptions: { kind: spot-eviction, rate: 0.1 per node-hour }\n";
        String yaml = """
                cluster: { nodes: { count: 2, sku: aws-p5-48xlarge } }
                workloads: { kind: training, steps: 10, step: { measured: 1 s }, batch: { global: 8 } }
                prices: { override: { gpu: $4/GPU-h } }
                """ + eviction;
        ScenarioReader reader = new ScenarioReader(
                windtunnel.model.kinds.Kinds.all(), windtunnel.scenario.library.Catalog.builtIn(), true);
        assertThat(reader.readText(yaml, "f", List.of()).findings())
                .extracting(Finding::toString)
                .containsExactly(
                        "f:4:14: warning: disruptions: does nothing here: it takes spot machines, and these are"
                                + " on-demand; say 'market: spot' for the nodes");
        String spot = yaml.replace("p5-48xlarge }", "p5-48xlarge, market: spot }");
        assertThat(reader.readText(spot, "f", List.of()).findings()).isEmpty();
        String axis = yaml + "axes: { cluster.nodes.market: [on-demand, spot] }\n";
        assertThat(reader.readText(axis, "f", List.of()).findings()).isEmpty();
    }

    @Test
    void groupsThatLieAcrossTwoDomainsAreTold() {
        String yaml = """
                cluster: { nodes: { count: 128, sku: dgx-gb200 }, fabric: { kind: rail-optimised } }
                workloads:
                  kind: training
                  model: deepseek-v3
                  tokens: 1 T
                  batch: { global: 4096, sequence: 4096 }
                  parallel: { pipeline: 8, expert: 64 }
                prices: { override: { gpu: $4/GPU-h } }
                """;
        ScenarioReader reader = new ScenarioReader(
                windtunnel.model.kinds.Kinds.all(), windtunnel.scenario.library.Catalog.builtIn(), true);
        assertThat(reader.readText(yaml, "f", List.of()).findings())
                .extracting(Finding::toString)
                .containsExactly(
                        "f:7:36: warning: workloads.parallel.expert: groups of 64 GPUs do not divide scale-up domains of"
                                + " 72, so some lie across two and all wait for their NICs; where the last GPUs of each domain are left"
                                + " free, say so: sku: { use: dgx-gb200, scale-up-domain: 64 }");
        String blocks = yaml.replace("sku: dgx-gb200", "sku: { use: dgx-gb200, scale-up-domain: 64 }");
        assertThat(reader.readText(blocks, "f", List.of()).findings()).isEmpty();
        assertThat(reader.readText(yaml.replace("expert: 64", "expert: 8"), "f", List.of())
                        .findings())
                .extracting(Finding::toString)
                .noneMatch(told -> told.contains("scale-up domains"));
    }

    @Test
    void deadlinesCanOnlyBeExpectedWhereThereIsOne() {
        assertThat(findings(
                        "goals: { deadline: 30 d, budget: 3 M$, probability: 0.9 }\nexpect:\n",
                        "goals: { budget: 3 M$ }\nexpect:\n  - { metric: run.deadline_met, at-least: 0.9 }\n"))
                .containsExactly("f:32:15: expect[0].metric: needs a deadline in 'goals'");
    }

    @Test
    void goalsNeedAGoalAndAProbability() {
        assertThat(findings("{ deadline: 30 d, budget: 3 M$, probability: 0.9 }", "{ probability: 1 }"))
                .containsExactly(
                        "f:30:8: goals: name no goal: give a deadline, a budget or both",
                        "f:30:23: goals.probability: must lie between 0 and 1, both excluded");
    }

    @Test
    void pricesNeedABookOrOwnPrices() {
        assertThat(findings(
                        "{ use: aws-us-east-2-2026-08, override: { aws-p5-48xlarge: $90/h }, discount: 10 % }", "{}"))
                .containsExactly("f:29:9: prices: name no price: give 'use', 'override' or both");
        assertThat(findings("override: { aws-p5-48xlarge: $90/h }", "override: { gpu: $90/h }"))
                .containsExactly("f:29:56: prices.override.gpu: is a price per GPU-hour, such as '$2.50/GPU-h'");
        assertThat(findings("override: { aws-p5-48xlarge: $90/h }", "override: { aws-p5-48xlage: $90/h }"))
                .containsExactly(
                        "f:29:67: warning: prices.override.aws-p5-48xlage: prices nothing in this scenario; did"
                                + " you mean 'aws-p5-48xlarge'?");
        String own = "override: { aws-p5-48xlarge: $90/h }";
        assertThat(findings(own, "override: { fsx-lustre-persistent-2/125: 0.1 $/GB-month }"))
                .isEmpty();
        assertThat(findings(own, "override: { fsx-lustre-persistent-2/126: 0.1 $/GB-month }"))
                .containsExactly("f:29:80: warning: prices.override.fsx-lustre-persistent-2/126: prices nothing in this"
                        + " scenario; did you mean 'fsx-lustre-persistent-2/125'?");
    }

    @Test
    void runsNeedReplicationsAndTime() {
        assertThat(findings("replications: 3", "replications: 0"))
                .containsExactly("f:3:15: replications: a scenario is run at least once");
        assertThat(findings("horizon: 90 d", "horizon: 0 s"))
                .containsExactly("f:5:10: horizon: must be greater than zero");
    }
}
