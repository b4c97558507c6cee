package windtunnel.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import windtunnel.core.measure.Metric;
import windtunnel.core.measure.Recorder;
import windtunnel.core.measure.RunResult;
import windtunnel.core.measure.Timeline;
import windtunnel.core.measure.Usage;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Anatomy;
import windtunnel.model.Assumptions;
import windtunnel.model.LedgerState;
import windtunnel.model.cost.Bill;
import windtunnel.model.hardware.Tag;
import windtunnel.scenario.run.Outcome;

/** Outcomes to print: invented numbers, consistent in themselves (ledger seconds, dollars and shares add up). */
public final class Samples {
    static final int GPUS = 512;
    static final long MINUTE = 60_000_000_000L;
    private static final double STEP_SECONDS = 6.137;
    static final Instant START = Instant.parse("2027-01-04T08:00:00Z");

    private Samples() {}

    /** One run of eight GPUs, no goals, no dates. */
    public static Outcome single() {
        Map<LedgerState, Double> shares = new LinkedHashMap<>();
        shares.put(LedgerState.COMPUTE, 0.81234);
        shares.put(LedgerState.COMM_DP, 0.1);
        shares.put(LedgerState.IN_STORAGE_BW, 0.05);
        shares.put(LedgerState.IN_COLDCACHE, 0.00066);
        shares.put(LedgerState.CKPT_BLOCK, 0.037);
        Outcome base = build("A first run", 1, 8, 7.25 * 3600, shares, Map.of(), Optional.empty());
        return base;
    }

    /** Twenty runs of 64 spot nodes with failures, evictions and lost work, dated, with goals. */
    public static Outcome twenty() {
        Map<LedgerState, Double> shares = new LinkedHashMap<>();
        shares.put(LedgerState.COMPUTE, 0.612);
        shares.put(LedgerState.LOST_WORK, 0.071);
        shares.put(LedgerState.COMM_TP, 0.0623);
        shares.put(LedgerState.BUBBLE, 0.055);
        shares.put(LedgerState.WAIT_REPLACEMENT, 0.0517);
        shares.put(LedgerState.COMM_DP, 0.0404);
        shares.put(LedgerState.RECOMPUTE, 0.033);
        shares.put(LedgerState.RESTART, 0.0243);
        shares.put(LedgerState.IN_STORAGE_BW, 0.0183);
        shares.put(LedgerState.CKPT_BLOCK, 0.0121);
        shares.put(LedgerState.DETECT, 0.0102);
        shares.put(LedgerState.CKPT_EMERGENCY, 0.0056);
        shares.put(LedgerState.COMM_PP, 0.0031);
        shares.put(LedgerState.IN_CKPT_INTERFERENCE, 0.0008);
        shares.put(LedgerState.IN_COLDCACHE, 0.0002);
        Map<LedgerState, Double> lost = new LinkedHashMap<>();
        lost.put(LedgerState.COMPUTE, 0.058);
        lost.put(LedgerState.COMM_TP, 0.007);
        lost.put(LedgerState.COMM_DP, 0.006);
        return build("70B pre-training on 64 spot p5 nodes", 20, GPUS, 29.6 * 86_400, shares, lost, Optional.of(START));
    }

    /** As {@link #twenty()}, with a hundred assumptions. */
    public static Outcome hundredAssumptions() {
        List<Assumptions.Assumption> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new Assumptions.Assumption(
                    "library.part-" + (100 + i) + ".latency",
                    (i + 1) + " us",
                    Tag.values()[i % 4],
                    "A data sheet with a rather long title, revision " + i + ", table 3, page 117",
                    i % 7 == 0 ? "undated" : "2025-0" + (1 + i % 9)));
        }
        Outcome o = twenty();
        return Outcomes.bare(
                o.head(),
                o.fingerprint(),
                o.runs(),
                o.metrics(),
                o.ledger(),
                o.bill(),
                o.bottlenecks(),
                o.steps(),
                o.utilisation(),
                many,
                o.issues(),
                o.notes());
    }

    /** As {@link #single()}, every text replaced by {@code text}. */
    public static Outcome named(String text) {
        Outcome o = single();
        Outcome.Head h = o.head();
        RunResult run = o.runs().get(0);
        Map<String, Recorder.Value> values = new TreeMap<>();
        run.metrics().forEach((name, value) -> values.put(renamed(name, text), value));
        RunResult renamed = new RunResult(
                0,
                run.seed(),
                run.endNanos(),
                values,
                run.ledger(),
                run.usage(),
                run.finished(),
                List.of(new Timeline(
                        text,
                        8,
                        10,
                        List.of(new Timeline.Point(0, 0), new Timeline.Point(run.endNanos(), 10)),
                        List.of(new Timeline.Interruption(
                                run.endNanos() / 2, run.endNanos() / 2 + 1_000_000_000, text, 1_000_000_000)))),
                run.fingerprint(),
                run.events());
        Bill.Item item = o.bill().items().get(0);
        return Outcomes.bare(
                new Outcome.Head(
                        h.version(), text, h.hash(), h.seed(), 1, h.start(), text, h.deadlineSeconds(), h.budgetUsd()),
                o.fingerprint(),
                List.of(renamed),
                summaries(List.of(renamed)),
                o.ledger().stream()
                        .map(l -> new Outcome.LedgerLine(
                                l.workload() == null ? null : text,
                                l.state(),
                                l.lostFrom(),
                                l.gpuSeconds(),
                                l.share(),
                                l.usd()))
                        .toList(),
                new Bill(List.of(new Bill.Item(
                        text, item.quantity(), text, text, o.bill().total(), text, text, text, text))),
                List.of(new Outcome.Bottleneck(text, text, 0.1, BigDecimal.TEN, text)),
                List.of(new Outcome.StepAnatomy(
                        text,
                        1,
                        List.of(new Outcome.Slice(LedgerState.COMPUTE, 1)),
                        List.of(new Outcome.Fact(text, text)),
                        List.of(new Anatomy.Tier(text, 2, 0.1, 0.2, text, List.of(0.0, 0.2))),
                        List.of(new Anatomy.Transfer(text, text, 1, 1, 1, new Anatomy.Held(text, text, 1, 1))))),
                List.of(new Outcome.Utilisation(text, 0.5, 1e9)),
                List.of(new Assumptions.Assumption(text, text, Tag.ASSUMED, text, text)),
                List.of(new Outcome.Finding("warn", text, text)),
                List.of(text));
    }

    private static String renamed(String name, String text) {
        return name.startsWith("pretrain.") ? text + name.substring("pretrain".length()) : name;
    }

    static Outcome build(
            String name,
            int n,
            int gpus,
            double seconds,
            Map<LedgerState, Double> shares,
            Map<LedgerState, Double> lost,
            Optional<Instant> start) {
        List<RunResult> runs = new ArrayList<>();
        for (int r = 0; r < n; r++) {
            double spread = n == 1 ? 0 : ((r * 7 % n) - n / 2.0) / n;
            double length = seconds * (1 + 0.06 * spread + 0.05 * spread * spread);
            Timeline timeline = timeline(Math.round(length * 1e9), gpus, Math.rint(0.86 * seconds / STEP_SECONDS));
            runs.add(run(r, gpus, length, timeline, shares, lost, start.isPresent()));
        }
        double mean =
                runs.stream().mapToDouble(r -> r.endNanos() * 1e-9).average().orElseThrow();
        Bill bill = bill(gpus, mean);
        return Outcomes.bare(
                new Outcome.Head(
                        "0.1.0",
                        name,
                        "4d1b0c2f9a7e6358",
                        7,
                        n,
                        start,
                        gpus / 8 + " x aws-p5-48xlarge (" + gpus + " GPUs), "
                                + (start.isPresent() ? "spot" : "on-demand"),
                        start.map(s -> 30.0 * 86_400),
                        start.map(s -> new BigDecimal("2600000"))),
                "9f86d081884c7d65",
                runs,
                summaries(runs),
                ledger(shares, lost, gpus * mean, bill.total()),
                bill,
                bottlenecks(shares, bill.total()),
                List.of(step()),
                List.of(
                        new Outcome.Utilisation("fs", 0.734, 1.234e15),
                        new Outcome.Utilisation("leaf-uplinks", 0.412, 8.1e17),
                        new Outcome.Utilisation("nic", 0.388, 9.4e17)),
                assumptions(),
                List.of(new Outcome.Finding(
                        "warn",
                        "workloads.pretrain.checkpoint.every",
                        "checkpoints every 30 min lose 71 min of work a day; 12 min 40 s would be optimal")),
                List.of("1 axis is not run: cluster.nodes.market (2 values)"));
    }

    private static RunResult run(
            int r,
            int gpus,
            double seconds,
            Timeline timeline,
            Map<LedgerState, Double> shares,
            Map<LedgerState, Double> lost,
            boolean goals) {
        Map<String, Recorder.Value> m = new TreeMap<>();
        double cost = bill(gpus, seconds).total().doubleValue();
        put(m, "run.wall_time", "s", seconds);
        put(m, "run.cost", "USD", cost);
        put(m, "pretrain.goodput", "share", Math.min(0.99, 0.86 - (seconds % 977) / 20_000));
        put(m, "pretrain.mfu", "share", 0.3871);
        put(m, "pretrain.tokens_per_second", "tokens/s", 1e12 / seconds);
        put(m, "pretrain.cost_per_million_tokens", "USD", cost / 1e6);
        put(m, "pretrain.interruptions", "1", 31 + r % 5);
        put(m, "fs.bytes", "bytes", 1.234e15);
        if (goals) {
            put(m, "run.deadline_met", "1", seconds <= 30 * 86_400 ? 1 : 0);
            put(m, "run.budget_met", "1", cost <= 2_600_000 ? 1 : 0);
        }
        long nanos = Math.round(seconds * 1e9);
        List<RunResult.LedgerRow> rows = new ArrayList<>();
        shares.forEach((state, share) -> rows.add(new RunResult.LedgerRow(
                state == LedgerState.UNUSED ? null : "pretrain", state.name(), null, part(nanos, gpus, share))));
        lost.forEach((state, share) -> rows.add(new RunResult.LedgerRow(
                "pretrain", LedgerState.LOST_WORK.name(), state.name(), part(nanos, gpus, share))));
        List<Usage.Row> usage = List.of(new Usage.Row(
                new Usage.Key("node-ns", "aws-p5-48xlarge", "spot", "us-east-2", ""),
                BigInteger.valueOf(nanos).multiply(BigInteger.valueOf(gpus / 8))));
        return new RunResult(
                r, 7, nanos, m, rows, usage, true, List.of(timeline), "00000000000000" + (10 + r), 1000 + r);
    }

    /** Two stops: one that loses half an hour, one that loses nothing. */
    static Timeline timeline(long nanos, int gpus, double target) {
        long third = nanos / 3;
        return timeline(
                nanos,
                gpus,
                target,
                List.of(
                        new Timeline.Interruption(third, third + 10 * MINUTE, "HBM3", 30 * MINUTE),
                        new Timeline.Interruption(2 * third, 2 * third + 20 * MINUTE, "eviction", 0)));
    }

    /** Work advances evenly between the stops, and is done at the end. */
    static Timeline timeline(long nanos, int gpus, double target, List<Timeline.Interruption> stops) {
        long idle = stops.stream()
                .mapToLong(stop -> stop.lostNanos() + stop.backNanos() - stop.atNanos())
                .sum();
        double perNano = target / (nanos - idle);
        List<Timeline.Point> points = new ArrayList<>(List.of(new Timeline.Point(0, 0)));
        double done = 0;
        long since = 0;
        for (Timeline.Interruption stop : stops) {
            double before = done + (stop.atNanos() - since) * perNano;
            done = before - stop.lostNanos() * perNano;
            since = stop.backNanos();
            points.add(new Timeline.Point(stop.atNanos(), before));
            points.add(new Timeline.Point(stop.atNanos(), done));
            points.add(new Timeline.Point(since, done));
        }
        points.add(new Timeline.Point(nanos, target));
        return new Timeline("pretrain", gpus, target, points, stops);
    }

    private static BigInteger part(long nanos, int gpus, double share) {
        return new BigDecimal(share)
                .multiply(BigDecimal.valueOf(nanos))
                .multiply(BigDecimal.valueOf(gpus))
                .toBigInteger();
    }

    static void put(Map<String, Recorder.Value> metrics, String name, String unit, double value) {
        String metric = name.substring(name.indexOf('.') + 1);
        metrics.put(name, new Recorder.Value(new Metric(metric, unit, "What " + metric + " means."), value));
    }

    static List<Outcome.MetricSummary> summaries(List<RunResult> runs) {
        List<Outcome.MetricSummary> summaries = new ArrayList<>();
        runs.get(0).metrics().forEach((name, first) -> {
            double[] sorted = runs.stream()
                    .mapToDouble(r -> r.metrics().get(name).value())
                    .sorted()
                    .toArray();
            double mean = Arrays.stream(sorted).average().orElseThrow();
            int n = sorted.length;
            boolean probability = name.endsWith("_met");
            summaries.add(new Outcome.MetricSummary(
                    name,
                    first.metric().unit(),
                    first.metric().description(),
                    n,
                    mean,
                    n == 1 ? 0 : (sorted[n - 1] - sorted[0]) / 10,
                    sorted[0],
                    quantile(sorted, 0.1),
                    quantile(sorted, 0.5),
                    quantile(sorted, 0.9),
                    quantile(sorted, 0.95),
                    sorted[n - 1],
                    probability,
                    probability ? Math.max(0, mean - 0.2) : sorted[0],
                    probability ? Math.min(1, mean + 0.17) : sorted[n - 1]));
        });
        return summaries;
    }

    private static double quantile(double[] sorted, double p) {
        double at = p * (sorted.length - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }

    private static List<Outcome.LedgerLine> ledger(
            Map<LedgerState, Double> shares, Map<LedgerState, Double> lost, double gpuSeconds, BigDecimal total) {
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Outcome.LedgerLine> lines = new ArrayList<>();
        shares.forEach((state, share) -> lines.add(new Outcome.LedgerLine(
                state == LedgerState.UNUSED ? null : "pretrain",
                state,
                null,
                gpuSeconds * share / sum,
                share / sum,
                total.multiply(BigDecimal.valueOf(share)).divide(BigDecimal.valueOf(sum), MathContext.DECIMAL128))));
        lost.forEach((state, share) -> lines.add(new Outcome.LedgerLine(
                "pretrain",
                LedgerState.LOST_WORK,
                state,
                gpuSeconds * share / sum,
                share / sum,
                total.multiply(BigDecimal.valueOf(share)).divide(BigDecimal.valueOf(sum), MathContext.DECIMAL128))));
        return lines;
    }

    private static Bill bill(int gpus, double seconds) {
        BigDecimal hours = new BigDecimal(seconds).divide(new BigDecimal(3600), MathContext.DECIMAL128);
        BigDecimal nodeHours = hours.multiply(BigDecimal.valueOf(gpus / 8));
        BigDecimal months = new BigDecimal(seconds).divide(new BigDecimal(2_628_000), MathContext.DECIMAL128);
        return new Bill(List.of(
                new Bill.Item(
                        "aws-p5-48xlarge (spot)",
                        nodeHours,
                        "node-h",
                        "$55.04/h",
                        nodeHours.multiply(new BigDecimal("55.04")),
                        "AWS price list API, us-east-2",
                        "2026-08-14",
                        "vendor",
                        "A"),
                new Bill.Item(
                        "fsx-lustre/125",
                        months.multiply(new BigDecimal("98304")),
                        "GB-month",
                        "$0.145/GB-month",
                        months.multiply(new BigDecimal("14254.08")),
                        "a price that the user gave",
                        "undated",
                        "assumed",
                        "")));
    }

    private static List<Outcome.Bottleneck> bottlenecks(Map<LedgerState, Double> shares, BigDecimal total) {
        List<Outcome.Bottleneck> list = new ArrayList<>();
        add(
                list,
                shares,
                total,
                LedgerState.LOST_WORK,
                "work lost and done again",
                "pretrain",
                "33 interruptions each lose 14 min on average; saving every 12 min 40 s instead of 30 min loses a third of it.");
        add(
                list,
                shares,
                total,
                LedgerState.WAIT_REPLACEMENT,
                "waiting for a replacement",
                "aws-p5-48xlarge spot pool",
                "A new spot node takes 5 min in the median and 60 min in the 95th percentile; two hot spares hide most of it.");
        add(
                list,
                shares,
                total,
                LedgerState.COMM_DP,
                "exposed data-parallel communication",
                "leaf-uplinks",
                "The gradient reduction of 17.6 GB per GPU outlasts the backward pass that hides it by 210 ms.");
        add(
                list,
                shares,
                total,
                LedgerState.IN_STORAGE_BW,
                "waiting for storage bandwidth",
                "fs",
                "fs delivers 12 GB/s, the job reads 12.6 GB/s; 101 TiB of the same tier, or the next tier, end the wait.");
        return list;
    }

    private static void add(
            List<Outcome.Bottleneck> list,
            Map<LedgerState, Double> shares,
            BigDecimal total,
            LedgerState state,
            String what,
            String where,
            String why) {
        if (shares.containsKey(state)) {
            double share = shares.get(state);
            list.add(new Outcome.Bottleneck(what, where, share, total.multiply(BigDecimal.valueOf(share)), why));
        }
    }

    private static Outcome.StepAnatomy step() {
        return new Outcome.StepAnatomy(
                "pretrain",
                STEP_SECONDS,
                List.of(
                        new Outcome.Slice(LedgerState.COMPUTE, 4.6021),
                        new Outcome.Slice(LedgerState.RECOMPUTE, 0.2484),
                        new Outcome.Slice(LedgerState.COMM_TP, 0.4685),
                        new Outcome.Slice(LedgerState.COMM_PP, 0.0233),
                        new Outcome.Slice(LedgerState.COMM_DP, 0.3809),
                        new Outcome.Slice(LedgerState.BUBBLE, 0.4138)),
                List.of(
                        new Outcome.Fact("layout", "tensor 8 x pipeline 4 x data 16, 1F1B, 64 microbatches"),
                        new Outcome.Fact("model FLOPs utilisation", "38.7 %"),
                        new Outcome.Fact("memory of the fullest GPU", "71.4 of 80 GB"),
                        new Outcome.Fact("gradient reduction", "ring over 16 ranks, 591 ms, 210 ms of it exposed")),
                List.of(
                        new Anatomy.Tier("scale-up", 1024, 0.081, 0.081, "node-0/gpu-0/up", List.of(0.081, 0.081)),
                        new Anatomy.Tier("nic", 1024, 0.06, 0.12, "node-3/nic-0/in", List.of(0.06, 0.12))),
                List.of(
                        new Anatomy.Transfer(
                                "tensor all-reduce",
                                "NVLS/Simple",
                                8.6e10,
                                0.4685,
                                0.0763,
                                new Anatomy.Held("scale-up", "node-0/gpu-0/up", 370.8e9, 0.71)),
                        new Anatomy.Transfer(
                                "data all-reduce",
                                "Ring/Simple",
                                4.4e9,
                                0.591,
                                0.0963,
                                new Anatomy.Held("nic", "node-3/nic-0/in (degraded to 0.5)", 24.25e9, 0.96))));
    }

    private static List<Assumptions.Assumption> assumptions() {
        return List.of(
                new Assumptions.Assumption(
                        "gpu.h100-sxm-80gb.bf16-dense",
                        Numbers.si(989e12, 4) + "FLOP/s",
                        Tag.VENDOR,
                        "NVIDIA H100 data sheet",
                        "2023-03"),
                new Assumptions.Assumption(
                        "gpu.h100-sxm-80gb.gemm-efficiency",
                        "0.72",
                        Tag.MEASURED,
                        "published GEMM benchmark, 8192 cubed, bf16",
                        "2024-05"),
                new Assumptions.Assumption(
                        "price.aws-p5-48xlarge (spot)",
                        "$55.04/h",
                        Tag.VENDOR,
                        "AWS price list API, us-east-2",
                        "2026-08-14"),
                new Assumptions.Assumption(
                        "price.fsx-lustre/125",
                        "$0.145/GB-month",
                        Tag.ASSUMED,
                        "a price that the user gave",
                        "undated"),
                new Assumptions.Assumption(
                        "training.restart", "180 s", Tag.ASSUMED, "default; no source backs it", "undated"),
                new Assumptions.Assumption(
                        "rates.llama3.gpu",
                        "0.0000047 per GPU-hour",
                        Tag.DERIVED,
                        "Llama 3 report, table 5: 148 faults in 54 days on 16,384 GPUs",
                        "2024-07"));
    }
}
