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
import windtunnel.bench.workload.Hold;

/** HOLD with callbacks and FIFO tie-break; time is per run of {@link Hold#operations} events. Run: {@code QueueBench}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class QueueBench {

    /** Events pending. */
    @Param({"1000", "100000", "1000000"})
    public int pending;

    /** Events per run; 0 takes the shared workload's number. */
    @Param("0")
    public int events;

    private Hold steady;

    /** Fills a queue for {@link #step}. */
    @Setup
    public void fill() {
        steady = Hold.filled(pending);
    }

    /** Fills a queue and fires the workload's events; returns the time of the last one. */
    @Benchmark
    public double hold() {
        return Hold.run(pending, events > 0 ? events : Hold.operations(pending));
    }

    /** Fires one event of a queue in its steady state; returns its time. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public double step() {
        return steady.step();
    }
}
