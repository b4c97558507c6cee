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
import windtunnel.bench.workload.LongRuns;
import windtunnel.scenario.run.SingleRun;

/** A whole replication of months on thousands of nodes that fail and are repaired. Run: {@code ReplicationBench}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms1g", "-Xmx1g"})
public class ReplicationBench {

    /** Scenario of {@link LongRuns}. */
    @Param({"airesim", "days-4096-256", "days-12500-365"})
    public String fleet;

    private SingleRun run;
    private int replication;

    /** Reads the scenario. */
    @Setup
    public void read() {
        run = new SingleRun(LongRuns.of(fleet));
    }

    /** One run after the other; returns the end of the run in ns. */
    @Benchmark
    public long replicate() {
        replication++;
        return run.run(replication).endNanos();
    }
}
