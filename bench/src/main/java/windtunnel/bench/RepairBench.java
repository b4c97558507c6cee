package windtunnel.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import windtunnel.bench.workload.Systems;
import windtunnel.core.flow.IncrementalMaxMin;
import windtunnel.core.flow.MaxMinSystem;

/**
 * One departure and one arrival, each followed by a repair of the rates; time is per pair. In {@code pod} and {@code rack}
 * traffic stays in a pod or under one switch, in {@code fat} every flow is coupled to every other. Run: {@code RepairBench}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class RepairBench {

    private static final int STRIDE = 7919;

    /** Which system. */
    @Param({"fat-16-10000", "pod-16-10000", "rack-16-10000", "fat-32-100000", "pod-32-100000", "rack-32-100000"})
    public String traffic;

    private IncrementalMaxMin rates;
    private int[][] paths;
    private int[] ids;
    private int next;

    /** Adds all flows and solves once. */
    @Setup
    public void fill() {
        MaxMinSystem s = Systems.named(traffic);
        rates = new IncrementalMaxMin();
        for (int l = 0; l < s.links(); l++) {
            rates.addLink(s.capacity()[l]);
        }
        paths = new int[s.flows()][];
        ids = new int[s.flows()];
        for (int f = 0; f < s.flows(); f++) {
            paths[f] = Arrays.copyOfRange(s.link(), s.offset()[f], s.offset()[f + 1]);
            ids[f] = rates.add(paths[f], null, 1, Double.POSITIVE_INFINITY, 1);
        }
        rates.solve();
    }

    /** Removes a flow, solves, adds it again, solves; returns its rate. */
    @Benchmark
    public double repair() {
        next = (next + STRIDE) % paths.length;
        rates.remove(ids[next]);
        rates.solve();
        ids[next] = rates.add(paths[next], null, 1, Double.POSITIVE_INFINITY, 1);
        rates.solve();
        return rates.rate(ids[next]);
    }

    /** Mean number of rates that a departure or an arrival changes, over so many pairs; what the cost of a repair follows. */
    public double meanChanged(int pairs) {
        long changed = 0;
        for (int i = 0; i < pairs; i++) {
            next = (next + STRIDE) % paths.length;
            rates.remove(ids[next]);
            rates.solve();
            changed += rates.changedCount();
            ids[next] = rates.add(paths[next], null, 1, Double.POSITIVE_INFINITY, 1);
            rates.solve();
            changed += rates.changedCount();
        }
        return changed / (2.0 * pairs);
    }

    /** The same pair with a full solve each time; the yardstick of {@link #repair}. */
    @Benchmark
    public double resolve() {
        next = (next + STRIDE) % paths.length;
        rates.remove(ids[next]);
        rates.solveAllNext();
        rates.solve();
        ids[next] = rates.add(paths[next], null, 1, Double.POSITIVE_INFINITY, 1);
        rates.solveAllNext();
        rates.solve();
        return rates.rate(ids[next]);
    }
}
