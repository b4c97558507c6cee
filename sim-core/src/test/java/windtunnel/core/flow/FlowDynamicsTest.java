package windtunnel.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import windtunnel.core.engine.EventHandler;
import windtunnel.core.engine.Rank;
import windtunnel.core.engine.Simulation;
import windtunnel.core.engine.SimulationException;

class FlowDynamicsTest {

    private static final long SECOND = 1_000_000_000L;

    private final Simulation sim = new Simulation();
    private final FlowNetwork net = new FlowNetwork(sim);
    private final long[] doneAt = new long[8];
    private final EventHandler done = which -> doneAt[(int) which] = sim.nowNanos();

    private double[] doneSeconds(int count) {
        return Arrays.stream(doneAt).limit(count).mapToDouble(ns -> ns / 1e9).toArray();
    }

    @Test
    @DisplayName("net-F1 two flows of 10 and 4 bytes on a link of 2 B/s end at 7 and 4 s")
    void shortFlowLeavesTheLinkToTheLongOne() {
        int link = net.addLink("l", 2);
        net.start(Transfer.of(10, link), done, 0);
        net.start(Transfer.of(4, link), done, 1);
        sim.run();
        assertThat(doneSeconds(2)).containsExactly(7, 4);
        assertThat(net.carriedBytes(link)).isEqualTo(14);
    }

    @Test
    @DisplayName("net-F2 flows of 1, 2, 3 bytes on a link of 1 B/s end at 3, 5, 6 s")
    void threeFlowsEndOneAfterTheOther() {
        int link = net.addLink("l", 1);
        for (int i = 0; i < 3; i++) {
            net.start(Transfer.of(i + 1, link), done, i);
        }
        sim.run();
        assertThat(doneSeconds(3)).containsExactly(3, 5, 6);
    }

    @Test
    @DisplayName("net-F3 a second flow that starts at 4 s ends at 8 s, the first at 12 s")
    void laterFlowTakesItsShare() {
        int link = net.addLink("l", 10);
        net.start(Transfer.of(100, link), done, 0);
        sim.at(4 * SECOND, Rank.FLOW_END, p -> net.start(Transfer.of(20, link), done, 1), 0);
        sim.run();
        assertThat(doneSeconds(2)).containsExactly(12, 8);
    }

    @Test
    @DisplayName("net-F4 with a latency of 1 s the second flow ends at 9 s, the first still at 12 s")
    void latencyUsesNoBandwidth() {
        int link = net.addLink("l", 10);
        net.start(Transfer.of(100, link), done, 0);
        sim.at(4 * SECOND, Rank.FLOW_END, p -> net.start(Transfer.of(20, link).withLatency(1), done, 1), 0);
        sim.run();
        assertThat(doneSeconds(2)).containsExactly(12, 9);
    }

    @Test
    @DisplayName("net-F5 a link that drops from 10 to 5 B/s at 3 s delays 100 bytes to 17 s")
    void capacityDropDelaysTheFlow() {
        int link = net.addLink("l", 10);
        net.start(Transfer.of(100, link), done, 0);
        sim.at(3 * SECOND, Rank.FAILURE, p -> net.setCapacity(link, 5), 0);
        sim.run();
        assertThat(doneSeconds(1)).containsExactly(17);
    }

    @Test
    @DisplayName("net-F6 a link that is down from 3 to 8 s delays 100 bytes at 10 B/s to 15 s")
    void outageParksTheFlow() {
        int link = net.addLink("l", 10);
        long flow = net.start(Transfer.of(100, link), done, 0);
        sim.at(3 * SECOND, Rank.FAILURE, p -> net.setCapacity(link, 0), 0);
        sim.at(8 * SECOND, Rank.FAILURE, p -> net.setCapacity(link, 10), 0);
        sim.run(5 * SECOND);
        assertThat(net.stalled()).containsExactly(flow);
        assertThat(net.remainingBytes(flow)).isEqualTo(70);
        sim.run();
        assertThat(doneSeconds(1)).containsExactly(15);
        assertThat(net.stalled()).isEmpty();
    }

    @Test
    @DisplayName("net-F7 M/G/1-PS at load 0.7: mean slowdown 1/(1-0.7) for exponential sizes")
    void processorSharingSlowdownForExponentialSizes() {
        assertThat(meanSlowdown(true, 40_000)).isCloseTo(1 / 0.3, within(0.25));
    }

    @Test
    @DisplayName("net-F7 M/G/1-PS at load 0.7: mean slowdown 1/(1-0.7) for deterministic sizes")
    void processorSharingSlowdownForDeterministicSizes() {
        assertThat(meanSlowdown(false, 40_000)).isCloseTo(1 / 0.3, within(0.25));
    }

    /** Sum of sojourn times over sum of sizes: by insensitivity E[T | size] = size / (1 - rho). */
    private double meanSlowdown(boolean exponential, int jobs) {
        SplittableRandom random = new SplittableRandom(20);
        int link = net.addLink("server", 1);
        double[] sums = new double[2];
        double at = 0;
        for (int i = 0; i < jobs; i++) {
            at += -Math.log(1 - random.nextDouble()) / 0.7;
            double size = exponential ? -Math.log(1 - random.nextDouble()) : 1;
            long atNanos = Simulation.nanos(at);
            EventHandler leave = p -> sums[0] += (sim.nowNanos() - atNanos) * 1e-9;
            sums[1] += size;
            sim.at(atNanos, Rank.FLOW_END, p -> net.start(Transfer.of(size, link), leave, 0), 0);
        }
        sim.run();
        return sums[0] / sums[1];
    }

    @Test
    void emptyTransferEndsAfterItsLatency() {
        int link = net.addLink("l", 1);
        net.start(Transfer.of(0, link).withLatency(2.5), done, 0);
        net.start(Transfer.of(0, link), done, 1);
        sim.run();
        assertThat(doneSeconds(2)).containsExactly(2.5, 0);
    }

    @Test
    void latencyAndBytesAreRoundedUpOnce() {
        int link = net.addLink("l", 1e9);
        net.start(Transfer.of(10.4, link).withLatency(1.4e-9), done, 0);
        sim.run();
        assertThat(doneAt[0]).isEqualTo(12);
    }

    @Test
    void cancelFreesTheLinkAtOnce() {
        int link = net.addLink("l", 10);
        net.start(Transfer.of(100, link), done, 0);
        long other = net.start(Transfer.of(100, link), p -> doneAt[7] = 1, 1);
        sim.at(4 * SECOND, Rank.FAILURE, p -> net.cancel(other), 0);
        sim.run();
        assertThat(doneSeconds(1)).containsExactly(12);
        assertThat(doneAt[7]).isZero();
        assertThat(net.isActive(other)).isFalse();
        assertThat(net.carriedBytes(link)).isEqualTo(120);
    }

    @Test
    void cancelInTheInstantOfItsEndStillWins() {
        int link = net.addLink("l", 10);
        long flow = net.start(Transfer.of(100, link), done, 0);
        sim.at(10 * SECOND, Rank.FAILURE, p -> net.cancel(flow), 0);
        sim.run();
        assertThat(doneAt[0]).isZero();
        assertThat(sim.nowNanos()).isEqualTo(10 * SECOND);
    }

    @Test
    void cancelDuringLatencyLeavesNoTrace() {
        int link = net.addLink("l", 10);
        long flow = net.start(Transfer.of(100, link).withLatency(5), done, 0);
        sim.at(SECOND, Rank.FAILURE, p -> net.cancel(flow), 0);
        sim.run();
        assertThat(sim.nowNanos()).isEqualTo(SECOND);
        assertThat(net.carriedBytes(link)).isZero();
    }

    @Test
    void streamHearsOfEveryRateChangeOnce() {
        int link = net.addLink("l", 12);
        List<String> heard = new ArrayList<>();
        long[] stream = new long[1];
        stream[0] = net.startStream(
                Transfer.stream(link), p -> heard.add(sim.nowNanos() / SECOND + "s " + (long) net.rate(stream[0])), 0);
        sim.at(SECOND, Rank.FLOW_END, p -> net.start(Transfer.of(6, link), done, 0), 0);
        sim.at(5 * SECOND, Rank.FLOW_END, p -> net.setCap(stream[0], 3), 0);
        sim.run();
        assertThat(heard).containsExactly("0s 12", "1s 6", "2s 12", "5s 3");
        assertThat(net.movedBytes(stream[0])).isEqualTo(12 + 6 + 36);
        assertThat(net.bottleneck(stream[0])).isEqualTo(-1);
    }

    @Test
    void capTakesEffectAtOnce() {
        int link = net.addLink("l", 10);
        long flow = net.start(Transfer.of(100, link), done, 0);
        sim.at(2 * SECOND, Rank.FLOW_END, p -> net.setCap(flow, 4), 0);
        sim.at(3 * SECOND, Rank.FLOW_END, p -> assertThat(net.rate(flow)).isEqualTo(4), 0);
        sim.run();
        assertThat(doneSeconds(1)).containsExactly(22);
    }

    @Test
    void classOfFlowsLoadsItsLinkOncePerMember() {
        int link = net.addLink("l", 50);
        long flow = net.start(Transfer.of(1, link).withMultiplicity(100), done, 0);
        sim.run(SECOND);
        assertThat(net.rate(flow)).isEqualTo(0.5);
        assertThat(net.bottleneck(flow)).isEqualTo(link);
        assertThat(net.carriedBytes(link)).isEqualTo(50);
    }

    @Test
    void manyFlowsStartedAtOneInstantAreSolvedTogether() {
        int link = net.addLink("l", 100);
        for (int i = 0; i < 100; i++) {
            net.start(Transfer.of(1, link), p -> {}, 0);
        }
        sim.run();
        assertThat(sim.nowNanos()).isEqualTo(SECOND);
        assertThat(sim.eventsFired()).isEqualTo(100);
    }

    @Test
    void deadlockReportNamesWhoWaitsForWhat() {
        int link = net.addLink("node-3/nic-0", 0);
        net.start(
                Transfer.of(5, link),
                new EventHandler() {
                    @Override
                    public void fire(long payload) {
                        doneAt[0] = 1;
                    }

                    @Override
                    public String label() {
                        return "checkpoint";
                    }
                },
                4);
        sim.run();
        assertThat(net.describeStalled()).isEqualTo("'checkpoint' #4 waits for link node-3/nic-0");
    }

    @Test
    void handlerThatThrowsIsNamedWithItsTime() {
        int link = net.addLink("l", 1);
        net.start(
                Transfer.of(2, link),
                new EventHandler() {
                    @Override
                    public void fire(long payload) {
                        throw new IllegalStateException("no room");
                    }

                    @Override
                    public String label() {
                        return "load shard";
                    }
                },
                0);
        assertThatThrownBy(sim::run)
                .isInstanceOf(SimulationException.class)
                .hasMessage("event 'load shard' (FLOW_END) at 2000000000 ns: no room");
    }

    @Test
    void flowWithoutLinkAndCapIsRejected() {
        assertThatThrownBy(() -> Transfer.of(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unbounded");
    }

    @Test
    void unknownLinkIsRejected() {
        assertThatThrownBy(() -> net.start(Transfer.of(5, 3), done, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such link: 3");
    }

    @Test
    void endedFlowCannotBeAsked() {
        int link = net.addLink("l", 1);
        long flow = net.start(Transfer.of(2, link), done, 0);
        sim.run();
        assertThatThrownBy(() -> net.rate(flow)).isInstanceOf(IllegalStateException.class);
    }
}
