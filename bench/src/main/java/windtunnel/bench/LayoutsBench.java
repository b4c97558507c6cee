package windtunnel.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
import windtunnel.model.compute.CommCosts;
import windtunnel.model.compute.Layout;
import windtunnel.model.compute.Layout.Degrees;
import windtunnel.model.compute.MemoryModel;
import windtunnel.model.compute.StepModel;
import windtunnel.model.compute.search.Job;
import windtunnel.model.compute.search.SearchSpace;
import windtunnel.model.compute.search.Wanted;
import windtunnel.model.kinds.Kinds;
import windtunnel.scenario.Scenario;
import windtunnel.scenario.layouts.By;
import windtunnel.scenario.layouts.LayoutSearch;
import windtunnel.scenario.layouts.Site;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.ScenarioReader;

/**
 * Layouts of a 530-billion GPT on DGX A100 nodes, batch 4 a node: the whole search on two threads, one step of a layout whose fabric is known
 * (a fixed stride through all that fit, so sizes are mixed), and the first step on a new fabric. Run: {@code LayoutsBench}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class LayoutsBench {

    private static final int STRIDE = 7919;
    private static final int MOST = 2000;
    /** Below so many nodes nothing fits, and all layouts are taken. */
    private static final int FULL = 100;

    /** How many nodes. */
    @Param({"640"})
    public int nodes;

    private Scenario scenario;
    private Job job;
    private List<Layout> layouts;
    private Function<Layout, CommCosts> fabric;
    private int next;

    /** Reads the scenario, lists layouts and asks the fabric once for all that they send. */
    @Setup
    public void read() {
        String text = """
                cluster: { nodes: { count: %d, sku: dgx-a100 } }
                workloads:
                  kind: training
                  model: megatron-530b
                  steps: 1000
                  batch: { global: %d, sequence: 2048 }
                  parallel: { tensor: 8 }
                prices: { override: { gpu: $2/GPU-h } }
                """.formatted(nodes, 4 * nodes);
        scenario = new ScenarioReader(Kinds.all(), Catalog.builtIn(), true)
                .readTextForLayouts(text, "bench.yaml")
                .experiment()
                .orElseThrow()
                .scenario();
        Site site = new Site(scenario);
        job = site.job();
        fabric = site.fabric();
        layouts = new ArrayList<>();
        SearchSpace space = new SearchSpace(job, Wanted.ANYTHING);
        List<Layout> all = new ArrayList<>();
        for (Degrees split : space.splits()) {
            space.layouts(split).stream().filter(this::fits).forEach(all::add);
        }
        for (int i = 0; i < Math.min(MOST, all.size()); i++) {
            layouts.add(all.get((int) ((long) i * STRIDE % all.size())));
        }
        layouts.forEach(layout -> step(layout, fabric));
    }

    private boolean fits(Layout layout) {
        return nodes < FULL
                || MemoryModel.report(job.shape(), layout, job.device(), job.options())
                                .overBytes()
                        == 0;
    }

    private double step(Layout layout, Function<Layout, CommCosts> on) {
        return StepModel.evaluate(job.shape(), layout, job.device(), on.apply(layout), job.options())
                .stepSeconds();
    }

    /** Searches all layouts; returns how many it tried. */
    @Benchmark
    public long search() {
        return new LayoutSearch(By.TIME, Wanted.ANYTHING, false)
                .search(List.of(scenario), 2)
                .counts()
                .tried();
    }

    /** One step of the next layout; returns its seconds. */
    @Benchmark
    public double layoutStep() {
        next = (next + 1) % layouts.size();
        return step(layouts.get(next), fabric);
    }

    /** One step on a fabric that was never asked; returns its seconds. */
    @Benchmark
    public double layoutFirstStep() {
        next = (next + 1) % layouts.size();
        return step(layouts.get(next), new Site(scenario).fabric());
    }
}
