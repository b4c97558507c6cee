package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.measure.RunResult;
import windtunnel.model.LedgerState;
import windtunnel.model.cost.Bill;
import windtunnel.scenario.read.ReadResult;
import windtunnel.scenario.read.ScenarioReader;

class SpotPoolsRunTest {
    /** Four nodes, ten hours of work in steps of 10 s, saves each half hour that take no time, a restart of 4 min. */
    private static final String JOB = """
            replications: REPS
            cluster: { nodes: { count: 4, sku: aws-p4d-24xlarge, market: spot } }
            workloads:
              kind: training
              name: job
              steps: 3600
              step: { measured: 10 s }
              batch: { global: 512 }
              checkpoint: { every: 30 min, blocking: 0 s, emergency: 20 s, final-save: false }
              recovery: { detect: 0 s, restart: 4 min }
            disruptions: { kind: spot-pools, POOLS }
            prices: aws-us-east-2-2026-08
            """;

    @TempDir
    private Path folder;

    private ReadResult read(int replications, String pools) throws IOException {
        Path scenario = folder.resolve("f.yaml");
        Files.writeString(
                scenario, JOB.replace("REPS", Integer.toString(replications)).replace("POOLS", pools));
        return ScenarioReader.read(scenario, List.of());
    }

    private Outcome run(int replications, String pools) throws IOException {
        ReadResult read = read(replications, pools);
        assertThat(read.errors()).isEmpty();
        return new ExperimentRunner(2, done -> {})
                .run(read.experiment().orElseThrow().scenario(), "test");
    }

    private Outcome run(int replications, String pools, String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
        return run(replications, pools);
    }

    private static double usd(Outcome outcome, String where) {
        return outcome.bill().items().stream()
                .filter(item -> item.item().equals("aws-p4d-24xlarge (" + where + ")"))
                .map(Bill.Item::usd)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .doubleValue();
    }

    private static double hours(Outcome outcome, String where) {
        return outcome.bill().items().stream()
                .filter(item -> item.item().equals("aws-p4d-24xlarge (" + where + ")"))
                .mapToDouble(item -> item.quantity().doubleValue())
                .sum();
    }

    @Test
    @DisplayName("the bill is the integral of the price over held time: $3 for two hours, $5 for six, $2 from then on")
    void priceOverTime() throws IOException {
        // Machines are there after 60 s, the job after 4 min more, ten hours of steps: held from 60 s to 10 h 5 min.
        Outcome outcome = run(
                1,
                "pools: [{ name: a, start: 60 s, price: { trace: prices.csv } }]",
                "prices.csv",
                "t_seconds,usd_per_hour\n0,3\n7200,5\n28800,2\n");
        double end = 36_300;
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(end, within(1e-6));
        double usd = 4 * (3 * 7140 + 5 * 21_600 + 2 * (end - 28_800)) / 3600;
        assertThat(outcome.bill().total().doubleValue()).isCloseTo(usd, within(1e-9));
        assertThat(Runs.mean(outcome, "run.cost")).isCloseTo(usd, within(1e-9));
        assertThat(Runs.mean(outcome, "a.nodes_cost")).isCloseTo(usd, within(1e-9));
        assertThat(Runs.mean(outcome, "a.node_hours")).isCloseTo(4 * (end - 60) / 3600, within(1e-9));
    }

    @Test
    @DisplayName("a vacant node draws from the first pool that has a machine; the second costs its own price")
    void failover() throws IOException {
        // Pool a loses two of four machines after an hour for good; b has two.
        Outcome outcome = run(
                1,
                "notice: 30 s, pools: [{ name: a, trace: t.csv, start: 0 s, price: $4/h }, { name: b, places: 2, start: 60 s,"
                        + " price: $10/h }]",
                "t.csv",
                "t_seconds,available\n0,4\n3600,2\n360000,2\n");
        assertThat(Runs.mean(outcome, "a.evictions")).isEqualTo(2);
        assertThat(Runs.mean(outcome, "b.evictions")).isZero();
        // The step at 3,600 s is done at 240 + 3360; the notice comes at 3600, the save takes 20 s, b's machines 60 s,
        // the
        // restart 240 s; 10 h of steps and the restart at the start, so the end is at 36,000 + 240 + 20 + 60 + 240.
        double end = 36_560;
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(end, within(1e-6));
        assertThat(usd(outcome, "spot, a")).isCloseTo(4 * (2 * end + 2 * 3620) / 3600, within(1e-9));
        assertThat(usd(outcome, "spot, b")).isCloseTo(10 * 2 * (end - 3680) / 3600, within(1e-9));
        assertThat(Runs.mean(outcome, "market.nodes_cost"))
                .isCloseTo(outcome.bill().total().doubleValue(), within(1e-9));
        assertThat(outcome.ledger().stream()
                        .filter(line -> line.lostFrom() == null)
                        .map(Outcome.LedgerLine::usd)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .doubleValue())
                .isCloseTo(outcome.bill().total().doubleValue(), within(1e-6));
    }

    @Test
    @DisplayName("the cheapest pool is asked first where that is wanted")
    void cheapestFirst() throws IOException {
        String pools = "order: ORDER, pools: [{ name: a, price: $6/h }, { name: b, price: $5/h }]";
        assertThat(hours(run(1, pools.replace("ORDER", "listed")), "spot, b")).isZero();
        assertThat(hours(run(1, pools.replace("ORDER", "cheapest")), "spot, a")).isZero();
    }

    @Test
    @DisplayName("a base on demand is never taken; a node without a spot machine gets one on demand after its patience")
    void mixedMarkets() throws IOException {
        // Three places are lost after an hour for good; two nodes are on demand from the start.
        Outcome outcome = run(
                1,
                "notice: 30 s, pools: [{ name: a, trace: t.csv, start: 0 s, price: $4/h }],"
                        + " on-demand: { base: 2, after: 15 min, start: 2 min }",
                "t.csv",
                "t_seconds,available\n0,4\n3600,1\n360000,1\n");
        // Of the four places two are held; the three that go take one or two of them. Either way the job waits for 15 +
        // 2 min.
        int taken = (int) Runs.mean(outcome, "a.evictions");
        assertThat(taken).isBetween(1, 2);
        double end = 36_000 + 120 + 240 + 20 + 900 + 120 + 240;
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(end, within(60.0));
        assertThat(hours(outcome, "on-demand")).isGreaterThan(2 * (end - 200) / 3600);
        assertThat(hours(outcome, "on-demand")).isLessThan(3 * end / 3600);
        assertThat(outcome.bill().total().doubleValue())
                .isCloseTo(hours(outcome, "on-demand") * 21.95764 + hours(outcome, "spot, a") * 4, within(1e-6));
    }

    @Test
    @DisplayName("spot that is always there costs work x its price, no spot at all the price on demand")
    void allOrNothing() throws IOException {
        String deadline = "deadline: { by: 15 h, changeover: 10 min, policy: POLICY }";
        for (String policy : new String[] {"greedy", "uniform-progress"}) {
            String by = deadline.replace("POLICY", policy);
            Outcome always = run(1, "pools: [{ name: a, start: 0 s, price: $7/h }], " + by);
            assertThat(always.bill().total().doubleValue()).isCloseTo(4 * 7 * 36_240 / 3600.0, within(1e-6));
            assertThat(Runs.mean(always, "market.moves")).isEqualTo(1);
            Outcome never = run(
                    1,
                    "pools: [{ name: a, trace: t.csv, price: $7/h }], " + by,
                    "t.csv",
                    "t_seconds,available\n0,3\n360000,3\n");
            assertThat(hours(never, "on-demand")).isGreaterThan(4 * 36_240 / 3600.0 - 1e-6);
            assertThat(hours(never, "spot, a")).isZero();
            assertThat(Runs.mean(never, "job.wall_time")).isLessThan(15 * 3600);
        }
        Outcome demand = run(1, "pools: [{ name: a, price: $7/h }], " + deadline.replace("POLICY", "on-demand"));
        assertThat(demand.bill().total().doubleValue()).isCloseTo(4 * 21.95764 * 36_240 / 3600, within(1e-6));
    }

    @Test
    @DisplayName(
            "80 runs in a zone that takes each node every five hours: no deadline is missed, and none is cheaper than hindsight")
    void neverLate() throws IOException {
        for (String policy : new String[] {"greedy", "uniform-progress"}) {
            Outcome outcome = run(
                    40,
                    "pools: [{ name: a, rate: 0.2 per node-hour, replacement: { exponential: 2 h }, price: { reverting: {"
                            + " median: $7/h } } }, { name: b, rate: 0.1 per node-hour, replacement: 3 h, price: $9/h }],"
                            + " deadline: { by: 13 h, changeover: 12 min, policy: " + policy + " }");
            assertThat(outcome.finishedRuns()).isEqualTo(40);
            for (RunResult run : outcome.runs()) {
                assertThat(run.metrics().get("job.wall_time").value())
                        .as(policy)
                        .isLessThanOrEqualTo(13 * 3600);
                assertThat(run.metrics().get("market.regret").value())
                        .as(policy)
                        .isGreaterThanOrEqualTo(0);
                assertThat(run.metrics().get("market.nodes_cost").value())
                        .isCloseTo(run.metrics().get("run.cost").value(), within(1e-6));
            }
            assertThat(Runs.mean(outcome, "run.cost")).isLessThan(4 * 21.95764 * 36_240 / 3600);
            assertThat(Runs.gpuSeconds(outcome, LedgerState.COMPUTE)).isCloseTo(32 * 36_000, within(1.0));
        }
    }

    @Test
    @DisplayName("designs meet the same market: what the pools offer does not depend on what is bought")
    void sameMarket() throws IOException {
        String pools =
                "pools: [{ name: a, rate: 0.2 per node-hour, replacement: 1 h, price: { reverting: { median: $7/h } } }],"
                        + " deadline: { by: 14 h, changeover: 12 min, policy: POLICY }";
        Outcome greedy = run(3, pools.replace("POLICY", "greedy"));
        Outcome uniform = run(3, pools.replace("POLICY", "uniform-progress"));
        assertThat(Runs.mean(greedy, "market.hindsight_cost")).isEqualTo(Runs.mean(uniform, "market.hindsight_cost"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pools: []|names no pool",
                "pools: [{ name: a, price: $7/h }, { name: a, price: $7/h }]|'a' is the name of two pools",
                "pools: [{ name: job, price: $7/h }]|'job' is the name of something else already",
                "pools: [{ name: a, places: 3, price: $7/h }]|never have more than 3 machines together",
                "pools: [{ name: a, rate: 0.1 per node-hour, hourly: {} }]|give one of rate, hourly and trace",
                "pools: [{ name: a, diurnal: { amplitude: 0.5 } }]|varies a rate, but there is none",
                "pools: [{ name: a, hourly: { taken: [0.5] } }]|has 1 chances; a day has 24 hours",
                "pools: [{ name: a, hourly: { starts-at: 90 min } }]|must be a whole hour from 0 h to 23 h",
                "pools: [{ name: a, max-price: $4/h }]|needs a price that varies",
                "pools: [{ name: a, price: { reverting: { median: $4/GB-month } } }]|is a price of an hour",
                "pools: [{ name: a, price: { trace: no.csv } }]|no.csv",
                "pools: [{ name: a }], on-demand: { base: 5 }|is 5 nodes of a cluster of 4",
                "pools: [{ name: a }], on-demand: { base: 1 }, deadline: { by: 9 h, changeover: 1 h }|do not go with a deadline",
                "pools: [{ name: a }], deadline: { by: 9 h, changeover: 9 h }|is as long as the deadline",
                "pools: [{ name: a }], deadline: { by: 9 h, changeover: 1 h, policy: uniform }|uniform-progress"
            })
    void badPoolsAreExplained(String pools, String message) throws IOException {
        assertThat(read(1, pools).errors()).as(pools).isNotEmpty();
        assertThat(read(1, pools).errors().toString()).contains(message);
    }

    @Test
    @DisplayName("where a pool takes the book's price there must be one, and on-demand machines need theirs")
    void pricesThatAreMissing() throws IOException {
        Files.writeString(
                folder.resolve("f.yaml"),
                JOB.replace("REPS", "1")
                        .replace("POOLS", "pools: [{ name: a }], deadline: { by: 20 h, changeover: 10 min }")
                        .replace("prices: aws-us-east-2-2026-08", ""));
        String errors = ScenarioReader.read(folder.resolve("f.yaml"), List.of())
                .errors()
                .toString();
        assertThat(errors)
                .contains("no price for aws-p4d-24xlarge (spot)")
                .contains("no price for aws-p4d-24xlarge (on-demand)");
    }
}
