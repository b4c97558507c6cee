package windtunnel.report.files;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import windtunnel.core.unit.Numbers;
import windtunnel.model.LedgerState;
import windtunnel.model.SaveBurst;
import windtunnel.model.cost.Bill;
import windtunnel.report.story.Cents;
import windtunnel.report.story.IntervalTable;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.Outcome.LedgerLine;
import windtunnel.scenario.run.StoredSaves;

/**
 * {@code result.json}, schema {@code windtunnel/result/1}: one line for each metric, ledger row and bill item.
 *
 * <p>Beyond the schema's first form it carries {@code lost} inside a LOST_WORK row, {@code steps}, {@code utilisation} and
 * {@code notes}, {@code intervals95} where there are several runs, and {@code uncertain} where inputs are.
 */
public final class ResultJson {
    /** The schema's name. */
    public static final String SCHEMA = "windtunnel/result/1";

    private static final int CENTS = 2;

    private ResultJson() {}

    /** The file's text, ending in a line feed. */
    public static String render(Outcome outcome) {
        List<String> members = new ArrayList<>();
        members.add(member("schema", Json.quote(SCHEMA)));
        members.add(member(
                "windtunnel",
                new Json()
                        .put("version", outcome.head().version())
                        .put("fingerprint", outcome.fingerprint())
                        .toString()));
        members.add(member("scenario", scenario(outcome.head()).toString()));
        members.add(member("metrics", metrics(outcome.metrics())));
        members.add(member("ledger", rows(ledger(outcome))));
        members.add(member("bill", bill(outcome.bill())));
        members.add(member("bottlenecks", rows(outcome.bottlenecks(), ResultJson::bottleneck)));
        members.add(member("assumptions", rows(outcome.assumptions(), ResultJson::assumption)));
        members.add(member("issues", rows(outcome.issues(), ResultJson::finding)));
        members.add(member("steps", rows(outcome.steps(), ResultJson::step)));
        members.add(member("utilisation", rows(outcome.utilisation(), ResultJson::utilisation)));
        List<IntervalTable.Line> intervals = IntervalTable.of(outcome).lines();
        if (!intervals.isEmpty()) {
            members.add(member("intervals95", rows(intervals, ResultJson::interval)));
        }
        outcome.risk()
                .ifPresent(risk ->
                        members.add(member("uncertain", RiskJson.of(risk).toString())));
        members.add(member("checkpoints", rows(outcome.stored(), ResultJson::stored)));
        members.add(member("bursts", rows(outcome.bursts(), ResultJson::burst)));
        members.add(
                member("notes", rows(outcome.notes().stream().map(Json::quote).toList())));
        return "{\n  " + String.join(",\n  ", members) + "\n}\n";
    }

    private static String member(String key, String value) {
        return Json.quote(key) + ": " + value;
    }

    private static <T> String rows(List<T> values, Function<T, Json> row) {
        return rows(values.stream().map(row).map(Json::toString).toList());
    }

    private static String rows(List<String> rows) {
        return rows.isEmpty() ? "[]" : "[\n    " + String.join(",\n    ", rows) + "\n  ]";
    }

    private static Json scenario(Outcome.Head head) {
        Json json = new Json()
                .put("name", head.name())
                .put("hash", head.hash())
                .put("seed", head.seed())
                .put("replications", head.replications())
                .put("cluster", head.cluster());
        head.start().ifPresent(start -> json.put("start", start.toString()));
        head.deadlineSeconds().ifPresent(seconds -> json.put("deadlineSeconds", seconds));
        head.budgetUsd().ifPresent(usd -> json.put("budgetUsd", Numbers.fixed(usd, CENTS)));
        return json;
    }

    private static String metrics(List<Outcome.MetricSummary> metrics) {
        if (metrics.isEmpty()) {
            return "{}";
        }
        List<String> lines = metrics.stream()
                .map(m -> member(m.name(), metric(m).toString()))
                .toList();
        return "{\n    " + String.join(",\n    ", lines) + "\n  }";
    }

    private static Json metric(Outcome.MetricSummary m) {
        Json json = new Json().put("unit", m.unit()).put("n", m.n());
        if (m.n() == 1) {
            return json.put("value", m.mean());
        }
        json.put("mean", m.mean())
                .put("halfWidth95", m.halfWidth95())
                .put("min", m.min())
                .put("p10", m.p10())
                .put("p50", m.p50())
                .put("p90", m.p90())
                .put("p95", m.p95())
                .put("max", m.max());
        return m.probability() ? json.put("low95", m.low95()).put("high95", m.high95()) : json;
    }

    /** An end that too few runs leave open is left out. */
    private static Json interval(IntervalTable.Line line) {
        Json json = new Json()
                .put("metric", line.metric())
                .put("statistic", line.statistic())
                .put("estimate", line.estimate());
        line.low().ifPresent(low -> json.put("low", low));
        line.high().ifPresent(high -> json.put("high", high));
        return json;
    }

    private static List<String> ledger(Outcome outcome) {
        List<LedgerLine> tops = outcome.ledger().stream()
                .filter(line -> line.lostFrom() == null)
                .toList();
        List<BigDecimal> usd = Cents.spread(
                tops.stream().map(LedgerLine::usd).toList(), outcome.bill().total(), CENTS);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < tops.size(); i++) {
            LedgerLine line = tops.get(i);
            Json json = new Json()
                    .put("workload", line.workload())
                    .put("state", line.state().name())
                    .put("gpuSeconds", line.gpuSeconds())
                    .put("share", line.share())
                    .put("usd", Numbers.fixed(usd.get(i), CENTS));
            if (line.state() == LedgerState.LOST_WORK) {
                json.put("lost", lost(outcome, line, usd.get(i)));
            }
            rows.add(json.toString());
        }
        return rows;
    }

    /** The parts of a row of lost work; their dollars add up to the row's printed dollars. */
    private static List<Json> lost(Outcome outcome, LedgerLine whole, BigDecimal usd) {
        List<LedgerLine> parts = outcome.ledger().stream()
                .filter(line -> line.lostFrom() != null && Objects.equals(line.workload(), whole.workload()))
                .toList();
        BigDecimal sum = parts.stream().map(LedgerLine::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> dollars = sum.signum() == 0
                ? parts.stream().map(LedgerLine::usd).toList()
                : Cents.spread(
                        parts.stream()
                                .map(line -> line.usd().multiply(usd).divide(sum, java.math.MathContext.DECIMAL128))
                                .toList(),
                        usd,
                        CENTS);
        List<Json> rows = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            LedgerLine line = parts.get(i);
            rows.add(new Json()
                    .put("from", line.lostFrom().name())
                    .put("gpuSeconds", line.gpuSeconds())
                    .put("share", line.share())
                    .put("usd", Numbers.fixed(dollars.get(i), CENTS)));
        }
        return rows;
    }

    private static String bill(Bill bill) {
        List<BigDecimal> usd =
                Cents.spread(bill.items().stream().map(Bill.Item::usd).toList(), CENTS);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < usd.size(); i++) {
            Bill.Item item = bill.items().get(i);
            items.add(new Json()
                    .put("item", item.item())
                    .put("quantity", item.quantity().doubleValue())
                    .put("unit", item.unit())
                    .put("price", item.price())
                    .put("usd", Numbers.fixed(usd.get(i), CENTS))
                    .put("source", item.source())
                    .put("asOf", item.asOf())
                    .put("tag", item.tag())
                    .put("grade", item.grade())
                    .toString());
        }
        return "{\"currency\": \"USD\", \"total\": " + Json.quote(Numbers.fixed(bill.total(), CENTS)) + ", \"items\": "
                + rows(items) + "}";
    }

    private static Json bottleneck(Outcome.Bottleneck b) {
        return new Json()
                .put("what", b.what())
                .put("where", b.where())
                .put("gpuShare", b.gpuShare())
                .put("usd", Numbers.fixed(b.usd(), CENTS))
                .put("why", b.why());
    }

    private static Json assumption(windtunnel.model.Assumptions.Assumption a) {
        Quantity quantity = Quantity.of(a.value());
        return new Json()
                .put("key", a.key())
                .put("value", quantity.value())
                .put("unit", quantity.unit())
                .put("tag", a.tag().text())
                .put("source", a.source())
                .put("asOf", a.asOf());
    }

    private static Json finding(Outcome.Finding finding) {
        return new Json()
                .put("level", finding.level())
                .put("path", finding.path())
                .put("message", finding.message());
    }

    private static Json step(Outcome.StepAnatomy step) {
        return new Json()
                .put("workload", step.workload())
                .put("stepSeconds", step.stepSeconds())
                .put(
                        "slices",
                        step.slices().stream()
                                .map(s -> new Json()
                                        .put("state", s.state().name())
                                        .put("seconds", s.seconds()))
                                .toList())
                .put(
                        "facts",
                        step.facts().stream()
                                .map(f -> new Json().put("label", f.label()).put("value", f.value()))
                                .toList())
                .put("links", step.links().stream().map(ResultJson::tier).toList())
                .put(
                        "collectives",
                        step.collectives().stream().map(ResultJson::collective).toList());
    }

    private static Json collective(windtunnel.model.Anatomy.Transfer transfer) {
        return new Json()
                .put("what", transfer.what())
                .put("how", transfer.how())
                .put("bytes", transfer.bytes())
                .put("seconds", transfer.seconds())
                .put("share", transfer.share())
                .put(
                        "heldBackBy",
                        new Json()
                                .put("tier", transfer.held().tier())
                                .put("link", transfer.held().where())
                                .put("bytesPerSecond", transfer.held().bytesPerSec())
                                .put("busy", transfer.held().busy()));
    }

    private static Json tier(windtunnel.model.Anatomy.Tier tier) {
        return new Json()
                .put("tier", tier.name())
                .put("links", tier.count())
                .put("mean", tier.mean())
                .put("hottest", tier.hottest())
                .put("where", tier.where());
    }

    private static Json stored(StoredSaves saves) {
        return new Json()
                .put("workload", saves.workload())
                .put("saveBytes", saves.saveBytes())
                .put("classes", String.join(", ", saves.places()))
                .put(
                        "policies",
                        saves.policies().stream()
                                .map(policy -> new Json()
                                        .put("name", policy.name())
                                        .put("rules", policy.rules())
                                        .put("savesLeft", policy.saves())
                                        .put("storingUsd", Numbers.fixed(policy.storing(), CENTS))
                                        .put("earlyUsd", Numbers.fixed(policy.early(), CENTS))
                                        .put("movesUsd", Numbers.fixed(policy.moves(), CENTS))
                                        .put("totalUsd", Numbers.fixed(policy.total(), CENTS)))
                                .toList());
    }

    /** A save beside steps: how long steps are before, in and after it. */
    private static Json burst(SaveBurst burst) {
        return new Json()
                .put("workload", burst.workload())
                .put("fromSeconds", burst.fromNanos() * 1e-9)
                .put("toSeconds", burst.toNanos() * 1e-9)
                .put("steps", burst.steps())
                .put("stepSecondsBefore", burst.beforeNanos() * 1e-9)
                .put("stepSecondsDuring", burst.duringNanos() * 1e-9)
                .put("stepSecondsAfter", burst.afterNanos() * 1e-9)
                .put("starves", burst.starves());
    }

    private static Json utilisation(Outcome.Utilisation u) {
        return new Json().put("resource", u.resource()).put("share", u.share()).put("bytes", u.bytes());
    }
}
