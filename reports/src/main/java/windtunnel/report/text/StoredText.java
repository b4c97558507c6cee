package windtunnel.report.text;

import windtunnel.report.story.StoredWords;
import windtunnel.report.story.Words;
import windtunnel.scenario.run.StoredSaves;

/** Stored checkpoints on a terminal: what the rules cost, and what others would. */
final class StoredText {
    private static final int CENTS = 2;

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
        for (String head : new String[] {"storing", "left too early", "moves", "total"}) {
            out.append("  ").append(ansi.dim(Layout.right(head, head.equals("moves") ? 10 : 14)));
        }
        out.append('\n');
        for (StoredSaves.PolicyCost policy : saves.policies()) {
            out.append(Layout.left(policy.name(), name));
            out.append("  ").append(Layout.right(Words.dollars(policy.storing(), CENTS), 14));
            out.append("  ").append(Layout.right(Words.dollars(policy.early(), CENTS), 14));
            out.append("  ").append(Layout.right(Words.dollars(policy.moves(), CENTS), 10));
            out.append("  ").append(Layout.right(Words.dollars(policy.total(), CENTS), 14));
            out.append('\n');
        }
        wrapped(out, StoredWords.advice(saves));
    }

    private static void wrapped(StringBuilder out, String text) {
        Layout.wrap(Words.plain(text), Layout.COLUMNS)
                .forEach(line -> out.append(line).append('\n'));
    }
}
