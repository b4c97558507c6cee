package windtunnel.model.collective.measured;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealVector;

/**
 * Fits {@link RootLaw} to measured times: least squares of relative errors with no term below 0. With three terms the best set of terms is
 * found by trying all that contain the bandwidth.
 */
public final class RootFit {
    private static final int TERMS = 3;
    private static final int BANDWIDTH = 1;

    private RootFit() {}

    /** The law nearest to {@code points}, of which there must be three sizes or more; {@code factor} is that of bus bandwidth. */
    public static RootLaw of(List<SizedTime> points, double factor) {
        long from = points.stream().mapToLong(p -> p.size().value()).min().orElseThrow();
        long to = points.stream().mapToLong(p -> p.size().value()).max().orElseThrow();
        if (points.stream().mapToLong(p -> p.size().value()).distinct().count() < TERMS) {
            throw new IllegalArgumentException("a fit of start, bandwidth and middle term needs three sizes");
        }
        double[] best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int set = 1; set < 1 << TERMS; set++) {
            if ((set >> BANDWIDTH & 1) == 0) {
                continue;
            }
            double[] terms = solve(points, factor, set, to);
            double error = error(points, factor, terms, to);
            if (terms[0] >= 0 && terms[1] > 0 && terms[2] >= 0 && error < least) {
                least = error;
                best = terms;
            }
        }
        return RootLaw.of(best[0], 1 / best[1], best[2], from, to);
    }

    /** One row of the system, scaled so that its columns are of like size. */
    private static double[] row(SizedTime point, double factor, double scale) {
        double bytes = point.size().value();
        return new double[] {1, factor * bytes / scale, Math.sqrt(bytes / scale)};
    }

    private static double[] solve(List<SizedTime> points, double factor, int set, double scale) {
        double[][] rows = new double[points.size()][Integer.bitCount(set)];
        for (int i = 0; i < rows.length; i++) {
            double[] all = row(points.get(i), factor, scale);
            int column = 0;
            for (int term = 0; term < TERMS; term++) {
                if ((set >> term & 1) == 1) {
                    rows[i][column++] = all[term] / points.get(i).time().seconds();
                }
            }
        }
        DecompositionSolver solver = new QRDecomposition(new Array2DRowRealMatrix(rows, false)).getSolver();
        RealVector found = solver.solve(new ArrayRealVector(points.size(), 1.0));
        double[] unit = {1, 1 / scale, Math.sqrt(1 / scale)};
        double[] terms = new double[TERMS];
        int column = 0;
        for (int term = 0; term < TERMS; term++) {
            terms[term] = (set >> term & 1) == 1 ? found.getEntry(column++) * unit[term] : 0;
        }
        return terms;
    }

    private static double error(List<SizedTime> points, double factor, double[] terms, double scale) {
        double sum = 0;
        for (SizedTime point : points) {
            double bytes = point.size().value();
            double time = terms[0] + terms[1] * factor * bytes + terms[2] * Math.sqrt(bytes);
            double relative = time / point.time().seconds() - 1;
            sum += relative * relative;
        }
        return sum;
    }
}
