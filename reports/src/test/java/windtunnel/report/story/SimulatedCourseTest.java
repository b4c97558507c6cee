package windtunnel.report.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import windtunnel.core.measure.RunResult;
import windtunnel.model.LedgerState;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ScenarioReader;
import windtunnel.scenario.run.ExperimentRunner;
import windtunnel.scenario.run.Outcome;

/** What the report says of a simulated run, against the run's own ledger, bill and metrics. */
class SimulatedCourseTest {
    private static final String OFTEN_BROKEN = """
            replications: 5
            horizon: 60 h
            cluster:
              nodes: { count: 16, sku: azure-nd96amsr-a100-v4 }
            workloads:
              kind: training
              name: job
              steps: 90 k
              step: { measured: 2 s }
              batch: { global: 1024 }
              checkpoint: { every: 500 steps, blocking: 30 s }
              recovery: { detect: 60 s, restart: 600 s }
            disruptions: { kind: component-failures, rate: 0.1 per node-day }
            prices: azure-eastus-2025-12
            """;

    private static Outcome outcome;
    private static Course course;

    @BeforeAll
    static void run() {
        outcome = new ExperimentRunner(2, done -> {})
                .run(
                        new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                                .readText(OFTEN_BROKEN, "f.yaml", List.of())
                                .experiment()
                                .orElseThrow()
                                .scenario(),
                        "test");
        course = Course.of(outcome).orElseThrow();
    }

    private static BigInteger gpuNanos(RunResult run, Set<LedgerState> states) {
        return run.ledger().stream()
                .filter(row -> row.lostFrom() == null && states.contains(LedgerState.valueOf(row.state())))
                .map(RunResult.LedgerRow::unitNanos)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    @Test
    void timeLostAndTimeDownAreThoseOfTheLedger() {
        Course.Cause total = course.jobs().get(0).total();
        assertThat(total.times()).isGreaterThan(1);
        assertThat(BigInteger.valueOf(total.lostNanos()).multiply(BigInteger.valueOf(128)))
                .isEqualTo(gpuNanos(course.run(), Set.of(LedgerState.LOST_WORK)));
        assertThat(BigInteger.valueOf(total.downNanos()).multiply(BigInteger.valueOf(128)))
                .isEqualTo(gpuNanos(course.run(), Set.of(LedgerState.DETECT, LedgerState.RESTART)));
    }

    @Test
    void dollarsAreTheSameShareOfTheBillAsTheTimeIsOfTheTime() {
        Course.Cause total = course.jobs().get(0).total();
        double bill = course.run().metrics().get("run.cost").value();
        double share = (double) total.nanos() / course.run().endNanos();
        assertThat(total.usd().doubleValue()).isCloseTo(share * bill, within(1e-6 * bill));
    }

    @Test
    void goodputOfTheWindowsIsThatOfTheRun() {
        Course.Job job = course.jobs().get(0);
        double kept = job.windows().stream()
                .mapToDouble(window -> window.goodput() * (window.toNanos() - window.fromNanos()))
                .sum();
        double goodput = course.run().metrics().get("job.goodput").value();
        assertThat(kept / job.endNanos()).isCloseTo(goodput, within(1e-3));
        assertThat(job.windows()).allMatch(window -> window.goodput() > -1e-9 && window.goodput() < 1 + 1e-9);
    }

    @Test
    void numbersOfInterruptionsAreThoseOfTheMetrics() {
        double mean = Metrics.find(outcome, "job.interruptions").orElseThrow().mean();
        assertThat(course.jobs().get(0).total().meanTimes()).isCloseTo(mean, within(1e-12));
        assertThat((double) course.jobs().get(0).most())
                .isEqualTo(
                        Metrics.find(outcome, "job.interruptions").orElseThrow().max());
    }
}
