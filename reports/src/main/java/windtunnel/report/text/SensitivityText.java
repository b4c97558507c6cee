package windtunnel.report.text;

import java.util.List;
import windtunnel.core.unit.Numbers;
import windtunnel.report.story.Words;
import windtunnel.scenario.risk.Audit;
import windtunnel.scenario.risk.Elasticity;

/** The audit of assumptions on a terminal of 80 columns. */
public final class SensitivityText {
    private static final int VALUE = 14;
    private static final int NUMBER = 7;

    private SensitivityText() {}

    /** The table, the largest elasticity first, ending in a line feed. */
    public static String render(Audit audit, Style style) {
        StringBuilder out = new StringBuilder();
        out.append(new Ansi(style.color())
                .bold("Assumptions that no source backs: per cent of cost and time for each per cent"));
        out.append('\n');
        int keys = Layout.COLUMNS - VALUE - 2 * NUMBER - 6;
        line(out, "", "value", "cost", "time", keys);
        for (Elasticity e : audit.elasticities()) {
            List<String> pieces = Layout.pieces(Words.plain(e.key()), keys);
            for (int i = 0; i < pieces.size() - 1; i++) {
                out.append(pieces.get(i)).append('\n');
            }
            line(out, pieces.get(pieces.size() - 1), e.value(), signed(e.cost()), signed(e.time()), keys);
        }
        for (Elasticity e : audit.elasticities()) {
            if (e.needsMeasurement()) {
                paragraph(out, "needs measurement: " + e.key() + " (" + e.source() + ")");
            }
        }
        if (!audit.still().isEmpty()) {
            paragraph(out, "move neither: " + String.join(", ", audit.still()));
        }
        if (!audit.words().isEmpty()) {
            paragraph(out, "not varied (words, zeros, or no key of their own): " + String.join(", ", audit.words()));
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String key, String value, String cost, String time, int keys) {
        out.append((Layout.left(key, keys) + "  " + Layout.right(value, VALUE) + "  " + Layout.right(cost, NUMBER)
                        + "  " + Layout.right(time, NUMBER))
                .stripTrailing());
        out.append('\n');
    }

    private static void paragraph(StringBuilder out, String text) {
        Layout.wrap(Words.plain(text), Layout.COLUMNS)
                .forEach(line -> out.append(line).append('\n'));
    }

    private static String signed(double elasticity) {
        String text = Numbers.fixed(elasticity, 3);
        return elasticity > 0 && !text.equals("0.000") ? "+" + text : text;
    }
}
