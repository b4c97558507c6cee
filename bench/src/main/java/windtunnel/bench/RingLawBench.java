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
import windtunnel.bench.workload.SplitMix64;
import windtunnel.model.collective.RingKernel;

/** The ring law over 100,000 ranks with so many odd ones at random places, run by run. Run: {@code RingLawBench}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class RingLawBench {

    private static final int RANKS = 100_000;

    /** Ranks that differ from all others. */
    @Param({"3", "30", "300"})
    public int odd;

    private int[] length;
    private double[] send;
    private double[] hop;

    /** Draws the odd ranks: a long run of equal ones, then an odd one, and so on. */
    @Setup
    public void draw() {
        SplitMix64 random = new SplitMix64(42);
        length = new int[2 * odd];
        send = new double[2 * odd];
        hop = new double[2 * odd];
        int left = RANKS - odd;
        for (int q = 0; q < odd; q++) {
            int run = q + 1 == odd ? left : 1 + random.below(Math.max(1, 2 * left / (odd - q) - 1));
            left -= run;
            set(2 * q, run, 1e-6);
            set(2 * q + 1, 1, 1e-6 * (1 + 2 * random.uniform()));
        }
    }

    private void set(int run, int ranks, double seconds) {
        length[run] = ranks;
        send[run] = seconds;
        hop[run] = 2e-6;
    }

    /** Evaluates the law; returns the finish time. */
    @Benchmark
    public double ringLaw() {
        return RingKernel.law(RingKernel.allReduceSteps(RANKS), length, send, hop, null);
    }
}
