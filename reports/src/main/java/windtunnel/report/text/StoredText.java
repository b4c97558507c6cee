package windtunnel.report.text;

import java.math.BigDecimal;
import windtunnel.report.story.StoredWords;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.StoredSaves;

/** Stored checkpoints on a terminal: what the rules cost, and what others would. */
final class StoredText {
    private static final int CENTS = 2;
    private static final int[] WIDTHS = {11, 14, 8, 11};

    private final Ansi ansi;

    StoredText(Ansi ansi) {
        this.ansi = ansi;
    }

    void append(StringBuilder out, StoredSaves saves) {
        out.append('\n').append(ansi.bold("Checkpoint storage")).append('\n');
        wrapped(out, StoredWords.summary(saves));
        int name = saves.policies().stream()
                .mapToInt(policy -> Layout.width(policy.name()))
                .max()
                .orElse(0);
        out.append(Layout.left("", name));
        String[] heads = {"storing", "left too early", "moves", "total"};
        for (int i = 0; i < heads.length; i++) {
            out.append("  ").append(ansi.dim(Layout.right(heads[i], WIDTHS[i])));
        }
        out.append('\n');
        for (StoredSaves.PolicyCost policy : saves.policies()) {
            out.append(Layout.left(policy.name(), name));
            BigDecimal[] dollars = {policy.storing(), policy.early(), policy.moves(), policy.total()};
            for (int i = 0; i < dollars.length; i++) {
                out.append("  ").append(Layout.right(Words.dollars(dollars[i], CENTS), WIDTHS[i]));
            }
            out.append('\n');
        }
        wrapped(out, StoredWords.advice(saves));
    }

    private static void wrapped(StringBuilder out, String text) {
        Layout.wrap(Words.plain(text), Layout.COLUMNS)
                .forEach(line -> out.append(line).append('\n'));
    }
}
