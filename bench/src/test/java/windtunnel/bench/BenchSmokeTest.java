package windtunnel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One short iteration of every bench on tiny sizes, in this JVM: benches cannot rot. */
class BenchSmokeTest {

    @Test
    void everyBenchRuns() throws RunnerException {
        Options options = new OptionsBuilder()
                .include("windtunnel\\.bench\\..*")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .param("system", "rnd-20-10", "fat-4-20")
                .param("traffic", "pod-4-20", "rack-4-20")
                .param("flows", "fct-4-20")
                .param("pending", "10")
                .param("events", "100")
                .param("customers", "100")
                .param("ranks", "8")
                .param("odd", "3")
                .param("nodes", "2")
                .param("fleet", "days-20-20")
                .param("gpus", "400")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        TreeSet<String> ran = new TreeSet<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            ran.add(name.substring("windtunnel.bench.".length()));
            assertThat(result.getPrimaryResult().getScore()).as(name).isPositive();
        }
        assertThat(ran)
                .containsExactly(
                        "CompletionBench.complete",
                        "CompletionBench.completeInNetwork",
                        "LayoutsBench.layoutFirstStep",
                        "LayoutsBench.layoutStep",
                        "LayoutsBench.search",
                        "QueueBench.hold",
                        "QueueBench.step",
                        "QuotientBench.quotient",
                        "QuotientBench.quotientFaults",
                        "RepairBench.repair",
                        "RepairBench.resolve",
                        "ReplicationBench.replicate",
                        "RingBench.ring",
                        "RingBench.ringContended",
                        "RingBench.ringInNetwork",
                        "RingBench.ringSlow",
                        "RingLawBench.ringLaw",
                        "ScaleBench.fabricAndAllReduce",
                        "ServerBench.singleServer",
                        "SolveBench.solve");
    }
}
