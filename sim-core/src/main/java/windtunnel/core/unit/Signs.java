package windtunnel.core.unit;

import java.math.BigDecimal;

/** Range checks shared by the quantities. */
final class Signs {
    private Signs() {}

    static BigDecimal notNegative(String text, BigDecimal value) {
        if (value.signum() < 0) {
            throw new QuantityException("'" + text + "' must not be negative");
        }
        return value;
    }

    static double positive(String text, BigDecimal value) {
        if (value.signum() <= 0) {
            throw new QuantityException("'" + text + "' must be greater than zero");
        }
        double number = value.doubleValue();
        if (Double.isInfinite(number) || number == 0) {
            throw new QuantityException("'" + text + "' is out of range");
        }
        return number;
    }
}
