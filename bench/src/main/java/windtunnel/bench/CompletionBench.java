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
import windtunnel.bench.workload.FatTree;
import windtunnel.bench.workload.FlowCompletion;

/** FCT: flows on a fat-tree from start to the last completion, one repair per completion. Run: {@code CompletionBench}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class CompletionBench {

    /** Which fat-tree and how many flows. */
    @Param({"fct-8-1000", "fct-16-10000"})
    public String flows;

    private FatTree tree;

    /** Draws paths and sizes. */
    @Setup
    public void draw() {
        String[] parts = flows.split("-");
        tree = FatTree.transfers(Integer.parseInt(parts[2]), Integer.parseInt(parts[1]));
    }

    /** Runs in double seconds; returns the sum of completion times. */
    @Benchmark
    public double complete() {
        return FlowCompletion.inSeconds(tree).sumSeconds();
    }

    /** Runs on a simulation in ns, as models do; returns the sum of completion times. */
    @Benchmark
    public double completeInNetwork() {
        return FlowCompletion.inSimulation(tree).sumSeconds();
    }
}
