package windtunnel.report.files;

import java.math.BigDecimal;
import java.util.List;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Anatomy;
import windtunnel.model.Assumptions;
import windtunnel.model.cost.Bill;
import windtunnel.report.story.Cents;
import windtunnel.report.story.Course;
import windtunnel.report.story.RiskTables;
import windtunnel.report.story.Stops;
import windtunnel.report.story.StoredWords;
import windtunnel.report.story.Verdict;
import windtunnel.report.story.Waterfall;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;
import windtunnel.scenario.run.StateWords;
import windtunnel.scenario.run.StoredSaves;

/** {@code report.md}: the whole answer as Markdown tables, for issues and pull requests. */
public final class MarkdownReport {
    private static final int CENTS = 2;

    private final Outcome outcome;
    private final MarkdownText out = new MarkdownText();

    private MarkdownReport(Outcome outcome) {
        this.outcome = outcome;
    }

    /** The file's text. */
    public static String render(Outcome outcome) {
        MarkdownReport report = new MarkdownReport(outcome);
        report.out.heading(1, outcome.head().name());
        report.out.paragraph(outcome.head().cluster());
        report.verdict(Verdict.of(outcome));
        report.waterfall(Waterfall.of(outcome, CENTS));
        report.bottlenecks();
        Course.of(outcome).ifPresent(report::timeline);
        outcome.steps().forEach(report::step);
        report.utilisation();
        report.checkpoints();
        report.bill();
        report.findings();
        report.assumptions();
        report.identity();
        return report.out.toString();
    }

    private void verdict(Verdict verdict) {
        boolean spread = verdict.figures().stream().anyMatch(Verdict.Figure::spread);
        out.table(
                spread ? List.of("", "mean:", "P10:", "P50:", "P90:") : List.of("", "value:"),
                verdict.figures().stream()
                        .map(f -> spread
                                ? List.of(f.label(), f.mean(), f.p10(), f.p50(), f.p90())
                                : List.of(f.label(), f.mean()))
                        .toList());
        if (verdict.cut().any()) {
            out.item(verdict.cut().sentence());
        }
        verdict.goals().forEach(goal -> out.item(goal.label() + " " + goal.limit() + " " + goal.odds()));
        String uncertain = RiskTables.oddsSentence(outcome);
        if (!uncertain.isEmpty()) {
            out.item(uncertain);
        }
        out.blank();
    }

    private void waterfall(Waterfall fall) {
        out.heading(2, "Where the money goes");
        List<List<String>> rows = new java.util.ArrayList<>();
        for (Waterfall.Row row : fall.rows()) {
            rows.add(List.of(
                    (row.part() ? "of it " : "") + row.label(),
                    Words.dollars(row.usd(), CENTS),
                    Numbers.grouped(row.hours(), fall.hours().scale()),
                    row.percent()));
        }
        rows.add(List.of(
                "total",
                Words.dollars(fall.usd(), CENTS),
                Numbers.grouped(fall.hours(), fall.hours().scale()),
                fall.rows().isEmpty() ? "" : "100.0 %"));
        out.table(List.of("state", "dollars:", "GPU-hours:", "share:"), rows);
    }

    private void timeline(Course course) {
        out.heading(2, "Timeline");
        if (!course.interrupted()) {
            out.paragraph(course.runs() == 1 ? "Nothing interrupted it." : "Nothing interrupted any run.");
            return;
        }
        boolean several = course.runs() > 1;
        if (several) {
            out.paragraph("One typical run: " + course.name() + ", the one of median length.");
        }
        for (Course.Job job : course.jobs()) {
            Stops stops = Stops.of(course, job, outcome.head().start());
            out.paragraph((course.jobs().size() > 1 ? job.timeline().owner() + ": " : "") + stops.summary());
            out.table(
                    several
                            ? List.of("cause", "times:", "work lost:", "down:", "dollars:", "mean of all runs:")
                            : List.of("cause", "times:", "work lost:", "down:", "dollars:"),
                    stops.causes().stream()
                            .map(row -> several
                                    ? List.of(
                                            row.cause(),
                                            row.times(),
                                            row.lost(),
                                            row.down(),
                                            row.usd(),
                                            row.meanTimes())
                                    : List.of(row.cause(), row.times(), row.lost(), row.down(), row.usd()))
                            .toList());
            if (!stops.costliest().isEmpty()) {
                out.table(
                        List.of("when", "cause", "work lost:", "down:", "dollars:"),
                        stops.costliest().stream()
                                .map(row -> List.of(row.when(), row.cause(), row.lost(), row.down(), row.usd()))
                                .toList());
            }
        }
    }

    private void step(Outcome.StepAnatomy step) {
        out.heading(2, "One step of " + step.workload() + ": " + Numbers.duration(step.stepSeconds()));
        out.table(
                List.of("state", "time:", "share:"),
                step.slices().stream()
                        .map(s -> List.of(
                                StateWords.of(s.state()),
                                Numbers.duration(s.seconds()),
                                Numbers.percent(s.seconds() / step.stepSeconds(), 1)))
                        .toList());
        step.facts().forEach(fact -> out.item(fact.label() + ": " + fact.value()));
        out.blank();
        if (!step.collectives().isEmpty()) {
            out.table(
                    List.of("collective", "bytes:", "time:", "share:", "held back by", "tier", "capacity:", "busy:"),
                    step.collectives().stream().map(MarkdownReport::collective).toList());
        }
    }

    private static List<String> collective(Anatomy.Transfer transfer) {
        Anatomy.Held held = transfer.held();
        return List.of(
                transfer.what() + (transfer.how().isEmpty() ? "" : ", " + transfer.how()),
                Numbers.si(transfer.bytes(), 3) + "B",
                Numbers.duration(transfer.seconds()),
                Numbers.percent(transfer.share(), 1),
                held.where(),
                held.tier(),
                Numbers.bandwidth(held.bytesPerSec()),
                Numbers.percent(held.busy(), 0));
    }

    private void bottlenecks() {
        if (outcome.bottlenecks().isEmpty()) {
            return;
        }
        Waterfall fall = Waterfall.of(outcome, CENTS);
        out.heading(2, "What costs most");
        out.table(
                List.of("what", "where", "dollars:", "GPU time:", "why, and the way out"),
                fall.printed(outcome.bottlenecks()).stream()
                        .map(b -> List.of(b.what(), b.where(), fall.dollars(b), fall.percent(b), b.why()))
                        .toList());
    }

    private void bill() {
        out.heading(2, "Bill");
        List<Bill.Item> items = outcome.bill().items();
        List<BigDecimal> usd = Cents.spread(items.stream().map(Bill.Item::usd).toList(), CENTS);
        List<List<String>> rows = new java.util.ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Bill.Item item = items.get(i);
            rows.add(List.of(
                    item.item(),
                    Numbers.grouped(item.quantity(), CENTS) + " " + item.unit(),
                    item.price(),
                    Words.dollars(usd.get(i), CENTS),
                    item.source(),
                    item.tag() + (item.grade().isEmpty() ? "" : ", grade " + item.grade()),
                    item.asOf()));
        }
        rows.add(List.of("total", "", "", Words.dollars(outcome.bill().total(), CENTS), "", "", ""));
        out.table(List.of("item", "quantity:", "price:", "dollars:", "source", "kind", "as of"), rows);
    }

    private void utilisation() {
        if (outcome.utilisation().isEmpty()) {
            return;
        }
        out.heading(2, "Utilisation");
        out.table(
                List.of("resource", "mean use:", "carried:"),
                outcome.utilisation().stream()
                        .map(u -> List.of(u.resource(), Numbers.percent(u.share(), 1), Words.value(u.bytes(), "bytes")))
                        .toList());
    }

    private void checkpoints() {
        if (outcome.stored().isEmpty() && outcome.bursts().isEmpty()) {
            return;
        }
        out.heading(2, "Checkpoint storage");
        outcome.bursts().forEach(burst -> out.paragraph(StoredWords.burst(burst)));
        for (StoredSaves saves : outcome.stored()) {
            out.paragraph(StoredWords.summary(saves));
            out.table(
                    List.of("policy", "rules", "saves left:", "storing:", "left too early:", "moves:", "total:"),
                    saves.policies().stream()
                            .map(policy -> List.of(
                                    policy.name(),
                                    policy.rules(),
                                    Integer.toString(policy.saves()),
                                    Words.dollars(policy.storing(), CENTS),
                                    Words.dollars(policy.early(), CENTS),
                                    Words.dollars(policy.moves(), CENTS),
                                    Words.dollars(policy.total(), CENTS)))
                            .toList());
            out.paragraph(StoredWords.advice(saves));
        }
    }

    private void assumptions() {
        out.heading(2, "Assumptions");
        out.table(
                List.of("key", "value", "kind", "source", "as of"),
                outcome.assumptions().stream().map(MarkdownReport::assumption).toList());
    }

    private static List<String> assumption(Assumptions.Assumption a) {
        return List.of(a.key(), a.value(), a.tag().text(), a.source(), a.asOf());
    }

    private void findings() {
        if (outcome.issues().isEmpty() && outcome.notes().isEmpty()) {
            return;
        }
        out.heading(2, "Warnings and notes");
        outcome.issues().forEach(f -> out.item(f.level() + ": " + f.path() + ": " + f.message()));
        outcome.notes().forEach(out::item);
        out.blank();
    }

    private void identity() {
        Outcome.Head head = outcome.head();
        out.paragraph("seed " + head.seed() + ", " + head.replications() + " replications, windtunnel " + head.version()
                + ", scenario " + head.hash() + ", fingerprint " + outcome.fingerprint());
    }
}
