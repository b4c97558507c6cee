package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.model.LedgerState;
import windtunnel.scenario.Scenario;

/** Neighbours, storms and failures of the network while a job runs. */
class NeighbourRunTest {
    /** Eight nodes of eight NICs of 48.5 GB/s; gradients of 64 GPUs are reduced by rings over all of them. */
    private static String job(String fabric, String disruptions) {
        return """
                cluster:
                  nodes: { count: 8, sku: azure-nd96isr-h100-v5 }
                  fabric: FABRIC
                  collective: { kind: ring }
                workloads:
                  kind: training
                  name: job
                  steps: 1000
                  step: { per-sample: 1 ms, gradients: 10 GB }
                  batch: { global: 1024 }
                  recovery: { detect: 0 s, restart: 0 s }
                disruptions: DISRUPTIONS
                prices: { override: { gpu: $4/GPU-h } }
                """.replace("FABRIC", fabric).replace("DISRUPTIONS", disruptions);
    }

    private static final String LEAVES = "{ kind: leaf-spine, radix: 64 }";

    private static double wall(String fabric, String disruptions) {
        return Runs.mean(Runs.run(job(fabric, disruptions)), "job.wall_time");
    }

    private static String background(String keys) {
        return "{ kind: background-traffic, " + keys + " }";
    }

    private static String degraded(String link, double factor) {
        return "{ kind: link-degraded, link: " + link + ", factor: " + factor + " }";
    }

    @ParameterizedTest(name = "net-7.5 {0} leaves what a link degraded to {1} has")
    @CsvSource(
            delimiter = '|',
            value = {
                "share: 0.75|0.25",
                "mode: flows, flows: 8|0.1111111111111111",
                "mode: flows, flows: 8, job-flows: 8|0.5",
                "mode: flows, flows: 4, cap: 9.7 GB/s|0.2",
                "mode: flows, flows: 3, cap: 1 TB/s|0.25"
            })
    void shares(String keys, double left) {
        double neighbour = wall(LEAVES, background("links: [node-3/nic-0], " + keys));
        double link = wall(LEAVES, degraded("node-3/nic-0", left));
        assertThat(neighbour).isCloseTo(link, within(1e-6 * link));
        assertThat(neighbour).isGreaterThan(wall(LEAVES, "[]") + 1);
    }

    @Test
    @DisplayName(
            "net-7.5 an incast of three NICs into one leaves a job's flow there a quarter, and their own links what they do not use")
    void incast() {
        String incast = background("mode: flows, from: node-4..6/nic-0, to: node-0/nic-0");
        double quarter = wall(LEAVES, degraded("node-0/nic-0/in", 0.25));
        // The senders' links, at two thirds, add less than a hop's latency to the ring.
        assertThat(wall(LEAVES, incast)).isCloseTo(quarter, within(1e-5 * quarter));
    }

    @Test
    @DisplayName("net-7.4 with pauses a port that waits for a hot one has no more for its victims than for the hot one")
    void headOfLine() {
        String credits = "{ kind: leaf-spine, radix: 64, congestion: { profile: ib-credit, pfc: PFC } }";
        String incast = background("mode: flows, flows: 3, from: node-4..6/nic-0, to: node-0/nic-0");
        double free = wall(credits.replace("PFC", "none"), incast);
        double paused = wall(credits.replace("PFC", "hol"), incast);
        // Nine flows and one of the job's share the hot port: a tenth. A sender's own port: each of three flows gets
        // 1/9 of a NIC there (1/10 with the probe
        // at the port itself), so a flow of the job beside them gets 2/3 without pauses; with them its quarter is
        // drained at (1/3) / (3/4): a ninth.
        String tenth = degraded("node-0/nic-0/in", 0.1);
        assertThat(free).isCloseTo(wall(credits.replace("PFC", "none"), tenth), within(1e-6 * free));
        assertThat(paused).isGreaterThanOrEqualTo(free);
    }

    @Test
    @DisplayName("net-7.5 traffic that begins late and ends early takes its share in between")
    void window() {
        double fast = Runs.mean(Runs.run(job(LEAVES, "[]")), "job.step_time");
        double slow = Runs.mean(Runs.run(job(LEAVES, degraded("node-3/nic-0", 0.25))), "job.step_time");
        double wall = wall(LEAVES, background("links: [node-3/nic-0], share: 0.75, start: 10 s, lasts: 20 s"));
        // The steps under way when it begins and ends have a part at either pace.
        double slowSteps = 20 / slow;
        assertThat(wall).isCloseTo(slowSteps * slow + (1000 - slowSteps) * fast, within(slow - fast));
    }

    @Test
    @DisplayName("net-7.5 bursts take ton/(ton+toff) of the time, and stepping meets the same ones as fast-forwarding")
    void bursts() {
        double fast = Runs.mean(Runs.run(job(LEAVES, "[]")), "job.step_time");
        double slow = Runs.mean(Runs.run(job(LEAVES, degraded("node-3/nic-0", 0.25))), "job.step_time");
        String onOff = background("links: [node-3/nic-0], mode: on-off, share: 0.75, burst: 10 s, calm: 30 s");
        Scenario scenario = Runs.scenario(job(LEAVES, onOff).replace("steps: 1000", "steps: 20000"));
        Outcome outcome = new ExperimentRunner(1, done -> {}).run(scenario, "test");
        double wall = Runs.mean(outcome, "job.wall_time");
        double slowShare = (wall - 20000 * fast) / (slow - fast) * slow / wall;
        // About 100 cycles: the share of an alternating renewal process has a standard error of p (1 - p) sqrt(2 /
        // cycles).
        double cycles = wall / 40;
        assertThat(slowShare).isCloseTo(0.25, within(3.29 * 0.25 * 0.75 * Math.sqrt(2 / cycles) + 0.01));
        Outcome stepped = new ExperimentRunner(1, done -> {}).run(scenario, "test", false);
        assertThat(stepped.runs().get(0).fingerprint())
                .isEqualTo(outcome.runs().get(0).fingerprint());
    }

    @Test
    @DisplayName("net-3.10 a profile slows a job as the share of the line rate does, and credits change nothing on NDR")
    void profiles() {
        assertThat(wall(profile("ib-credit"), "[]")).isEqualTo(wall(LEAVES, "[]"));
        double dcqcn = wall(profile("roce-dcqcn"), "[]");
        double pauses = wall(profile("roce-pfc-only"), "[]");
        assertThat(dcqcn).isGreaterThan(wall(LEAVES, "[]"));
        assertThat(pauses).isGreaterThan(dcqcn);
        assertThat(wall(profile("{ profile: roce-dcqcn, goodput: 90 % }"), "[]"))
                .isEqualTo(pauses);
        assertThat(wall(profile("{ profile: tcp, tcp: { sockets: 2, cross-traffic: false } }"), "[]"))
                .isGreaterThan(3 * pauses);
    }

    private static String profile(String name) {
        return "{ kind: leaf-spine, radix: 64, congestion: " + name + " }";
    }

    @ParameterizedTest(name = "net-7.4 a storm of {0} s, {1} switches away, watchdog {2}")
    @CsvSource({"5, 0, none, 5", "5, 2, none, 4.998680412", "5, 0, 200 ms, 8.789934592", "5, 3, 200 ms, 0.198020619"})
    void storm(double seconds, int hops, String watchdog, double stalled) {
        // A hop fills 32 MB at 48.5 GB/s in 0.66 ms; after the watchdog the rest of 4.8 s is two tries of the
        // transport's 4.295 s.
        String keys = "port: node-3/nic-0, at: 10.5 s, lasts: " + seconds + " s, hops: " + hops
                + (watchdog.equals("none") ? "" : ", watchdog: " + watchdog);
        double plain = wall(LEAVES, "[]");
        assertThat(wall(LEAVES, "{ kind: pfc-storm, " + keys + " }")).isCloseTo(plain + stalled, within(1e-6));
    }

    private static String switchesFail(String more) {
        return "{ kind: network-failures, switches: 4 per switch-hour, link-repair: 1 min, switch-repair: 1 min" + more
                + " }";
    }

    @Test
    @DisplayName("net-1.3.7 a top-of-rack switch that fails halves NICs over two planes and cuts nodes off over one")
    void planes() {
        String hpn = "{ kind: hpn, segment: 8 }";
        Outcome two = Runs.run(job(hpn, switchesFail("")));
        double plain = wall(hpn, "[]");
        assertThat(Runs.mean(two, "network.switch_failures")).isPositive();
        assertThat(Runs.mean(two, "job.interruptions")).isZero();
        double wall = Runs.mean(two, "job.wall_time");
        StringBuilder half = new StringBuilder("[");
        for (int node = 0; node < 8; node++) {
            half.append(node == 0 ? "" : ", ").append(degraded("node-" + node + "/nic-0", 0.5));
        }
        double always = wall(hpn, half + "]");
        double stalls = 0.5 * Runs.mean(two, "network.switch_failures");
        assertThat(wall).isGreaterThan(plain + stalls).isLessThanOrEqualTo(always + stalls);
        Outcome one = Runs.run(job("{ kind: rail-optimised }", switchesFail(", multiplier: 2")));
        assertThat(Runs.mean(one, "network.switch_failures")).isPositive();
        assertThat(Runs.mean(one, "job.interruptions")).isPositive();
        assertThat(Runs.gpuSeconds(one, LedgerState.LOST_WORK)).isPositive();
    }
}
