package windtunnel.report.text;

import java.util.List;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Anatomy;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;

/** How busy the links are in one step, tier by tier, with the name of the busiest. */
final class LinkText {
    private static final int NAME = 16;
    private static final int SHARE = 9;
    private static final int WHERE = NAME + 2 * SHARE + 2;

    private final StringBuilder out;
    private final Ansi ansi;

    LinkText(StringBuilder out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    void append(Outcome outcome) {
        for (Outcome.StepAnatomy step : outcome.steps()) {
            if (!step.links().isEmpty()) {
                out.append('\n').append(ansi.bold(Layout.left("Links in a step", NAME)));
                out.append(Layout.right("mean", SHARE)).append(Layout.right("busiest", SHARE));
                out.append('\n');
                step.links().forEach(this::line);
            }
        }
    }

    private void line(Anatomy.Tier tier) {
        List<String> names = Layout.wrap(Words.plain(tier.name()), NAME - 1);
        List<String> where = Layout.wrap(Words.plain(tier.where()), Layout.COLUMNS - WHERE);
        for (int i = 0; i < Math.max(names.size(), where.size()); i++) {
            String head = Layout.left(i < names.size() ? names.get(i) : "", NAME);
            String shares = i > 0
                    ? " ".repeat(2 * SHARE)
                    : Layout.right(Numbers.percent(tier.mean(), 1), SHARE)
                            + Layout.right(Numbers.percent(tier.hottest(), 1), SHARE);
            String row = head + shares + "  " + (i < where.size() ? where.get(i) : "");
            out.append(row.stripTrailing()).append('\n');
        }
    }
}
