package windtunnel.report.text;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.unit.Numbers;
import windtunnel.scenario.calibrate.Fitted;

/** A fitted entry on a terminal: measured against fitted, then the entry. */
public final class CalibrationText {
    private CalibrationText() {}

    /** The text. */
    public static String render(Fitted fitted) {
        List<List<String>> rows = new ArrayList<>();
        for (Fitted.Residual residual : fitted.residuals()) {
            rows.add(List.of(
                    residual.what(),
                    Numbers.significant(residual.measured(), 5),
                    Numbers.significant(residual.fitted(), 5),
                    residual.unit(),
                    Numbers.fixed(residual.errorPct(), 1)));
        }
        StringBuilder out = new StringBuilder();
        out.append(TableText.render(List.of("measurement", "measured", "fitted", "unit", "error %"), rows));
        out.append("\nEntry of kind ").append(fitted.kind()).append(":\n\n").append(fitted.yaml());
        if (!fitted.remarks().isEmpty()) {
            out.append('\n');
        }
        fitted.remarks()
                .forEach(remark ->
                        Layout.wrap(remark, 80).forEach(line -> out.append(line).append('\n')));
        return out.toString();
    }
}
