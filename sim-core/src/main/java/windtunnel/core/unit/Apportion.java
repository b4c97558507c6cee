package windtunnel.core.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rounds the parts of a whole so that the rounded parts add up to the rounded whole (largest remainder, Hamilton 1792). */
public final class Apportion {
    private Apportion() {}

    /**
     * Whole numbers close to {@code parts} that sum to {@code total}; ties go to the earlier part.
     *
     * @param parts not negative, summing to about {@code total}; all zero only when {@code total} is zero
     */
    public static long[] toTotal(double[] parts, long total) {
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        if (sum <= 0 && total != 0) {
            throw new IllegalArgumentException("cannot spread " + total + " over parts that sum to " + sum);
        }
        List<BigDecimal> shares = new ArrayList<>();
        for (double part : parts) {
            shares.add(
                    sum <= 0 ? BigDecimal.ZERO : BigDecimal.valueOf(part / sum).multiply(BigDecimal.valueOf(total)));
        }
        List<BigDecimal> rounded = round(shares, 0, BigDecimal.valueOf(total));
        return rounded.stream().mapToLong(BigDecimal::longValueExact).toArray();
    }

    /**
     * As {@link #toTotal(double[], long)} for whole parts, exactly.
     *
     * @param parts not negative, summing to less than 2^60 and, unless {@code total} is zero, to more than zero
     * @param total from 0 to 2^52
     */
    public static long[] toTotal(long[] parts, long total) {
        long sum = 0;
        for (long part : parts) {
            sum += part;
        }
        if (sum <= 0 && total != 0) {
            throw new IllegalArgumentException("cannot spread " + total + " over parts that sum to " + sum);
        }
        long[] whole = new long[parts.length];
        long[] rest = new long[parts.length];
        long missing = total;
        for (int i = 0; i < parts.length && total != 0; i++) {
            long floor = (long) ((double) parts[i] * total / sum);
            // The remainder is small, so wrapping around 2^64 does no harm to it.
            long left = parts[i] * total - floor * sum;
            long correction = Math.floorDiv(left, sum);
            whole[i] = floor + correction;
            rest[i] = left - correction * sum;
            missing -= whole[i];
        }
        for (; missing > 0; missing--) {
            int most = 0;
            for (int i = 1; i < rest.length; i++) {
                most = rest[i] > rest[most] ? i : most;
            }
            whole[most]++;
            rest[most] = -1;
        }
        return whole;
    }

    /** The parts rounded to {@code decimals} digits so that they sum to their total rounded half-even. */
    public static List<BigDecimal> round(List<BigDecimal> parts, int decimals) {
        BigDecimal total = parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return round(parts, decimals, total.setScale(decimals, RoundingMode.HALF_EVEN));
    }

    private static List<BigDecimal> round(List<BigDecimal> parts, int decimals, BigDecimal total) {
        List<BigDecimal> floors = new ArrayList<>();
        BigDecimal missing = total;
        for (BigDecimal part : parts) {
            BigDecimal floor = part.setScale(decimals, RoundingMode.FLOOR);
            floors.add(floor);
            missing = missing.subtract(floor);
        }
        BigDecimal unit = BigDecimal.ONE.movePointLeft(decimals);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> parts.get(i).subtract(floors.get(i)))
                .reversed());
        for (int next = 0; missing.signum() > 0; next++) {
            int index = order.get(next % order.size());
            floors.set(index, floors.get(index).add(unit));
            missing = missing.subtract(unit);
        }
        for (int next = order.size() - 1; missing.signum() < 0; next--) {
            int index = order.get(Math.floorMod(next, order.size()));
            floors.set(index, floors.get(index).subtract(unit));
            missing = missing.add(unit);
        }
        return floors;
    }
}
