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
import windtunnel.bench.workload.Rails;
import windtunnel.core.flow.MaxMinSolver;
import windtunnel.core.flow.MaxMinSystem;
import windtunnel.core.flow.SymmetryClasses;

/**
 * Classes of equal flows and links of a rail-optimised fabric: building them with the rates of the quotient, and splitting them for a
 * fault. Run: {@code QuotientBench}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class QuotientBench {

    /** GPUs, in nodes of eight; 4,000 is the least. */
    @Param({"4000", "32000", "100000"})
    public int gpus;

    private MaxMinSystem system;

    /** Builds the fabric's problem. */
    @Setup
    public void build() {
        system = Rails.ring(gpus);
    }

    /** Finds the classes and solves the quotient; returns the sum of the rates. */
    @Benchmark
    public double quotient() {
        double sum = 0;
        for (double rate : SymmetryClasses.of(system).quotient().rates(new MaxMinSolver())) {
            sum += rate;
        }
        return sum;
    }

    /** The same, and then fifty NICs at half their rate, each with a new quotient; returns the number of classes. */
    @Benchmark
    public int quotientFaults() {
        SymmetryClasses classes = SymmetryClasses.of(system);
        MaxMinSolver solver = new MaxMinSolver();
        for (int fault = 0; fault < 50; fault++) {
            classes.setCapacity(2 * gpus + fault * (gpus / 50), Rails.NIC / 2);
            double[] rates = new double[classes.quotient().system().flows()];
            solver.solve(classes.quotient().system(), rates, new int[rates.length]);
        }
        return classes.classes();
    }
}
