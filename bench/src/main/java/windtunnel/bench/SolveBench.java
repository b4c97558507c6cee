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
import windtunnel.bench.workload.Systems;
import windtunnel.core.flow.MaxMinSolver;
import windtunnel.core.flow.MaxMinSystem;

/** A full max-min solve; the system is built outside the timing. Run: {@code java -jar bench.jar SolveBench}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class SolveBench {

    /** Which system. */
    @Param({
        "rnd-1000-100",
        "rnd-1000-1000",
        "rnd-10000-1000",
        "rnd-10000-10000",
        "rnd-100000-10000",
        "rnd-100000-100000",
        "rnd-10000-100",
        "rnd-100000-100",
        "fat-8-1000",
        "fat-16-10000",
        "fat-32-100000"
    })
    public String system;

    private final MaxMinSolver solver = new MaxMinSolver();
    private MaxMinSystem problem;
    private double[] rate;
    private int[] bottleneck;

    /** Draws the system. */
    @Setup
    public void draw() {
        problem = Systems.named(system);
        rate = new double[problem.flows()];
        bottleneck = new int[problem.flows()];
    }

    /** Solves; returns a rate that every earlier level has a part in. */
    @Benchmark
    public double solve() {
        solver.solve(problem, rate, bottleneck);
        return rate[rate.length - 1];
    }
}
