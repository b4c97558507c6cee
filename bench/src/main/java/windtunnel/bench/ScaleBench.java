package windtunnel.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
import windtunnel.bench.workload.AllOfACluster;
import windtunnel.core.unit.Numbers;

/**
 * Building a fabric and pricing an all-reduce of all its nodes, by size. Run: {@code ScaleBench}; the slope alone, without JMH:
 * {@code java -cp bench/target/bench.jar windtunnel.bench.ScaleBench}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class ScaleBench {
    private static final int[] SIZES = {1000, 8000, 64_000, 100_000};
    private static final int TRIES = 9;

    /** GPUs of the cluster. */
    @Param({"1000", "8000", "64000", "100000"})
    public int gpus;

    private AllOfACluster cluster;

    /** Reads the scenario. */
    @Setup
    public void read() {
        cluster = new AllOfACluster(gpus);
    }

    /** A new fabric and one all-reduce; returns its seconds. */
    @Benchmark
    public double fabricAndAllReduce() {
        return cluster.seconds();
    }

    /** Prints the median time of each size, and the slope of its logarithm over that of the size. */
    public static void main(String[] arguments) {
        double[] millis = new double[SIZES.length];
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int i = 0; i < SIZES.length; i++) {
            millis[i] = median(new AllOfACluster(SIZES[i]));
            out.println(SIZES[i] + " GPUs: " + Numbers.fixed(millis[i], 2) + " ms"
                    + (i == 0 ? "" : ", slope " + Numbers.fixed(slope(i, millis), 2)));
        }
    }

    private static double slope(int i, double[] millis) {
        return Math.log(millis[i] / millis[i - 1]) / Math.log(SIZES[i] / (double) SIZES[i - 1]);
    }

    private static double median(AllOfACluster cluster) {
        double[] millis = new double[TRIES];
        for (int i = -TRIES; i < TRIES; i++) {
            long start = System.nanoTime();
            if (!(cluster.seconds() > 0)) {
                throw new IllegalStateException("an all-reduce takes time");
            }
            millis[Math.max(0, i)] = (System.nanoTime() - start) * 1e-6;
        }
        Arrays.sort(millis);
        return millis[TRIES / 2];
    }
}
