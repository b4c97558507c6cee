package windtunnel.scenario;

import java.math.BigDecimal;
import windtunnel.core.unit.Bandwidth;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.Money;
import windtunnel.core.unit.Numbers;
import windtunnel.core.unit.QuantityException;
import windtunnel.core.unit.TimeSpan;

/**
 * A limit for a metric: {@code 0.85}, {@code 85 %}, {@code 30 d}, {@code 3 M$}, {@code 20 GB/s}, {@code 4 TB}.
 *
 * @param value in the metric's unit
 * @param unit {@code s}, {@code USD}, {@code bytes}, {@code bytes/s}, or empty for a plain number
 */
public record Bound(double value, String unit) {
    /** Parses a number with or without unit. */
    public static Bound parse(String text) {
        String trimmed = text.trim();
        if (trimmed.matches("[-+]?[0-9][0-9_]*(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?( ?%)?")) {
            boolean percent = trimmed.endsWith("%");
            String digits = trimmed.replace("_", "").replace("%", "").trim();
            BigDecimal number = new BigDecimal(digits);
            return new Bound((percent ? number.movePointLeft(2) : number).doubleValue(), "");
        }
        if (trimmed.contains("$") || trimmed.endsWith("USD")) {
            return new Bound(Money.parse(trimmed).usd().doubleValue(), "USD");
        }
        if (trimmed.endsWith("B/s") || trimmed.endsWith("b/s")) {
            return new Bound(Bandwidth.parse(trimmed).bytesPerSec(), "bytes/s");
        }
        if (trimmed.endsWith("B")) {
            return new Bound(Bytes.parse(trimmed).value(), "bytes");
        }
        try {
            return new Bound(TimeSpan.parse(trimmed).seconds(), "s");
        } catch (QuantityException e) {
            throw new QuantityException(
                    "'" + text + "' is no limit; a limit is written like '0.85', '85 %', '30 d', '3 M$' or '20 GB/s'");
        }
    }

    @Override
    public String toString() {
        return Numbers.json(value) + (unit.isEmpty() ? "" : " " + unit);
    }
}
