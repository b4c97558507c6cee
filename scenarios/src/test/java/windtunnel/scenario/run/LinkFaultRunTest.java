package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;
import windtunnel.scenario.Scenario;

/** Links and GPUs that fail while a job runs. */
class LinkFaultRunTest {
    private static final double TRY = 4.294967296;

    private static String job(String disruptions) {
        return """
                cluster:
                  nodes: { count: 4, sku: azure-nd96isr-h100-v5 }
                workloads:
                  kind: training
                  name: job
                  steps: 1000
                  step: { measured: 1 s }
                  batch: { global: 1024 }
                  recovery: { detect: 0 s, restart: 0 s }
                disruptions: DISRUPTIONS
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("DISRUPTIONS", disruptions);
    }

    private static Outcome run(String disruptions) {
        return Runs.run(job(disruptions));
    }

    @ParameterizedTest(name = "net-7.2 an outage of {0} s stalls {1} tries")
    @CsvSource({"3, 1", "5, 2", "34.3, 8"})
    void stalls(String outage, int tries) {
        Outcome outcome = run("{ kind: link-fault, link: node-3/nic-0, at: 100.5 s, lasts: " + outage + " s }");
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(1000 + tries * TRY, within(2e-9));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.STRAGGLER_WAIT)).isCloseTo(32 * tries * TRY, within(1e-6));
        assertThat(Runs.mean(outcome, "job.interruptions")).isZero();
    }

    @Test
    @DisplayName("net-7.2 an outage beyond 8 tries loses the node until the link is back, and the job its work")
    void abort() {
        Outcome outcome = run("{ kind: link-fault, link: node-3/nic-0, at: 100.5 s, lasts: 60 s }");
        assertThat(Runs.mean(outcome, "job.interruptions")).isEqualTo(1);
        // Given up at 134.86 s; the node is back at 160.5 s; nothing was saved, so all 1,000 steps come after that.
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(160.5 + 1000, within(2e-9));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.LOST_WORK)).isCloseTo(32 * (100.5 + 8 * TRY), within(1e-6));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.WAIT_REPLACEMENT)).isCloseTo(24 * (60 - 8 * TRY), within(1e-6));
    }

    @Test
    @DisplayName("net-7.2 where traffic goes another way, it stops for that time only")
    void reroute() {
        Outcome outcome = run("{ kind: link-fault, link: node-3/nic-0, at: 100.5 s, lasts: 60 s, reroute: 50 ms }");
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(1000.05, within(2e-9));
    }

    @Test
    @DisplayName("net-7.1 each time that a link flaps costs a try; outages that overlap wait together")
    void flapsAndOverlaps() {
        Outcome flaps = run(
                "{ kind: link-fault, link: node-3/nic-0, at: 100.5 s, effect: flap, lasts: 1 s, flaps: 3, pause: 20 s }");
        assertThat(Runs.mean(flaps, "job.wall_time")).isCloseTo(1000 + 3 * TRY, within(4e-9));
        Outcome both = run("[{ kind: link-fault, link: node-3/nic-0, at: 100.2 s, lasts: 3 s },"
                + " { kind: link-fault, link: node-2/nic-0, at: 101.2 s, lasts: 3 s }]");
        assertThat(Runs.mean(both, "job.wall_time")).isCloseTo(1001 + TRY, within(4e-9));
    }

    @Test
    @DisplayName("net-7.1 a GPU at half its rate doubles the compute of the steps that start meanwhile")
    void slowGpu() {
        Outcome outcome = run("{ kind: slow-gpu, at: 100.5 s, factor: 0.5, lasts: 10 s }");
        // Steps start at 101, 103, 105, 107 and 109 s.
        assertThat(Runs.mean(outcome, "job.wall_time")).isCloseTo(1005, within(2e-9));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.STRAGGLER_WAIT)).isCloseTo(32 * 5, within(1e-6));
    }

    private static String reducing(String disruptions) {
        return job(disruptions).replace("measured: 1 s", "per-sample: 1 ms, gradients: 10 GB");
    }

    @ParameterizedTest
    @CsvSource({"ring", "nccl"})
    @DisplayName(
            "net-7.1 steps are as long as on a link that is degraded for good, while it is; those under way when it begins and ends have a part of both")
    void degraded(String collective) {
        String kind = "  collective: { kind: " + collective + " }\nworkloads:";
        String link = "link: node-3/nic-0, ";
        String fault = "{ kind: link-fault, " + link + "effect: degraded, factor: 0.25, at: 10 s, lasts: 20 s }";
        double fast = Runs.mean(Runs.run(reducing("[]").replace("workloads:", kind)), "job.step_time");
        String always =
                reducing("{ kind: link-degraded, " + link + "factor: 0.25 }").replace("workloads:", kind);
        double slow = Runs.mean(Runs.run(always), "job.step_time");
        assertThat(slow).isGreaterThan(1.2 * fast);
        // The two steps under way at its ends have a part at either pace, whichever of computing and reducing that is.
        double slowSteps = 20 / slow;
        Outcome outcome = Runs.run(reducing(fault).replace("workloads:", kind));
        assertThat(Runs.mean(outcome, "job.wall_time"))
                .isCloseTo(slowSteps * slow + (1000 - slowSteps) * fast, within(slow - fast));
        assertThat(Runs.gpuSeconds(outcome, LedgerState.STRAGGLER_WAIT))
                .as("it is communication")
                .isZero();
    }

    @Test
    @DisplayName("net-7.1 a NIC that fails over leaves itself and its neighbour half")
    void failover() {
        String half = "effect: degraded, factor: 0.5, at: 10 s, lasts: 20 s }";
        double both = Runs.mean(
                Runs.run(reducing("[{ kind: link-fault, link: node-3/nic-0, " + half
                        + ", { kind: link-fault, link: node-3/nic-1, " + half + "]")),
                "job.wall_time");
        double over = Runs.mean(
                Runs.run(reducing("{ kind: link-fault, link: node-3/nic-0, at: 10 s, lasts: 20 s, reroute: 0 s }")),
                "job.wall_time");
        assertThat(over).isEqualTo(both);
    }

    @Test
    @DisplayName("net-7.3 links fail at random at their number times their rate")
    void atRandom() {
        String yaml = job("{ kind: link-fault, where: nic, rate: 0.5 per link-hour, lasts: 1 s }")
                .replace("steps: 1000", "steps: 100000");
        Outcome outcome = Runs.run(yaml);
        // 32 NICs: 16 an hour of running, each one try; those within 4.3 s of another wait together.
        double faults = (Runs.mean(outcome, "job.wall_time") - 100_000) / TRY;
        double expected = 16 * 100_000 / 3600.0;
        assertThat(faults).isCloseTo(expected, within(3.29 * Math.sqrt(expected) + 0.02 * expected));
    }

    @Test
    @DisplayName("stepping and fast-forwarding meet the same faults")
    void theSameEitherWay() {
        Scenario scenario = Runs.scenario(
                reducing("[{ kind: link-fault, where: nic, rate: 5 per link-hour, lasts: 7 s, effect: degraded },"
                        + " { kind: link-fault, where: nic, rate: 2 per link-hour, lasts: 3 s },"
                        + " { kind: slow-gpu, rate: 2 per GPU-hour, lasts: 9 s }]"));
        Outcome fast = new ExperimentRunner(1, done -> {}).run(scenario, "test");
        Outcome slow = new ExperimentRunner(1, done -> {}).run(scenario, "test", false);
        assertThat(slow.runs().get(0).fingerprint())
                .isEqualTo(fast.runs().get(0).fingerprint());
        assertThat(Runs.gpuSeconds(fast, LedgerState.STRAGGLER_WAIT)).isPositive();
    }
}
