package windtunnel.bench;

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
import windtunnel.bench.workload.Ring;
import windtunnel.bench.workload.RingInNetwork;

/**
 * RING: every rank and step of an all-reduce by the max-plus kernel, and with every send a flow of the flow engine. Run:
 * {@code RingBench}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class RingBench {

    /** Ranks in the ring. */
    @Param({"64", "256", "1024", "4096"})
    public int ranks;

    private Ring uniform;
    private Ring slow;

    /** Builds the rings. */
    @Setup
    public void build() {
        uniform = Ring.uniform(ranks);
        slow = Ring.oneSlow(ranks);
    }

    /** Equal ranks; returns the finish time. */
    @Benchmark
    public double ring() {
        return uniform.finishSeconds();
    }

    /** One slow up link; returns the finish time. */
    @Benchmark
    public double ringSlow() {
        return slow.finishSeconds();
    }

    /** Equal ranks, every send a flow; returns the finish time. */
    @Benchmark
    public double ringInNetwork() {
        return RingInNetwork.finishSeconds(ranks, false);
    }

    /** The same while an endless flow shares the up link of rank 0; returns the finish time. */
    @Benchmark
    public double ringContended() {
        return RingInNetwork.finishSeconds(ranks, true);
    }
}
