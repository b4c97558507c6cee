package windtunnel.report.text;

import java.util.List;
import windtunnel.core.unit.Numbers;
import windtunnel.model.Anatomy;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.Outcome;

/** The collectives of one step, the longest first, each with the link that holds it back. */
final class CollectiveText {
    private static final int NAME = 25;
    private static final int BYTES = 9;
    private static final int TIME = 10;
    private static final int SHARE = 8;
    private static final int WHERE = NAME + BYTES + TIME + SHARE + 2;

    private final StringBuilder out;
    private final Ansi ansi;

    CollectiveText(StringBuilder out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    void append(Outcome outcome) {
        for (Outcome.StepAnatomy step : outcome.steps()) {
            if (!step.collectives().isEmpty()) {
                out.append('\n').append(ansi.bold(Layout.left("Collectives in a step", NAME)));
                out.append(Layout.right("bytes", BYTES)).append(Layout.right("time", TIME));
                out.append(Layout.right("share", SHARE)).append("  held back by, busy\n");
                step.collectives().forEach(this::line);
            }
        }
    }

    private void line(Anatomy.Transfer transfer) {
        String what = transfer.what() + (transfer.how().isEmpty() ? "" : ", " + transfer.how());
        List<String> names = Layout.wrap(Words.plain(what), NAME - 1);
        String busy = Numbers.percent(transfer.held().busy(), 0);
        List<String> where = Layout.wrap(Words.plain(transfer.held().where()) + ", " + busy, Layout.COLUMNS - WHERE);
        for (int i = 0; i < Math.max(names.size(), where.size()); i++) {
            String figures = i > 0
                    ? " ".repeat(BYTES + TIME + SHARE)
                    : Layout.right(Numbers.si(transfer.bytes(), 3) + "B", BYTES)
                            + Layout.right(Numbers.duration(transfer.seconds()), TIME)
                            + Layout.right(Numbers.percent(transfer.share(), 1), SHARE);
            String row = Layout.left(i < names.size() ? names.get(i) : "", NAME) + figures + "  "
                    + (i < where.size() ? where.get(i) : "");
            out.append(row.stripTrailing()).append('\n');
        }
    }
}
