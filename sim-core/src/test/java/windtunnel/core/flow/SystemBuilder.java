package windtunnel.core.flow;

import java.util.ArrayList;
import java.util.List;

/** Systems written down flow by flow. */
final class SystemBuilder {

    private final double[] capacity;
    private final List<int[]> paths = new ArrayList<>();
    private final List<double[]> coefficients = new ArrayList<>();
    private final List<double[]> numbers = new ArrayList<>();

    private SystemBuilder(double... capacity) {
        this.capacity = capacity;
    }

    static SystemBuilder links(double... capacity) {
        return new SystemBuilder(capacity);
    }

    SystemBuilder flow(int... path) {
        return flow(1, Double.POSITIVE_INFINITY, 1, null, path);
    }

    SystemBuilder weighted(double weight, int... path) {
        return flow(weight, Double.POSITIVE_INFINITY, 1, null, path);
    }

    SystemBuilder capped(double cap, int... path) {
        return flow(1, cap, 1, null, path);
    }

    SystemBuilder flow(double weight, double cap, double multiplicity, double[] coefficient, int... path) {
        paths.add(path);
        coefficients.add(coefficient);
        numbers.add(new double[] {weight, cap, multiplicity});
        return this;
    }

    MaxMinSystem build() {
        int flows = paths.size();
        int edges = paths.stream().mapToInt(p -> p.length).sum();
        int[] offset = new int[flows + 1];
        int[] link = new int[edges];
        double[] coefficient = new double[edges];
        double[][] columns = new double[3][flows];
        for (int f = 0, e = 0; f < flows; f++) {
            for (int i = 0; i < paths.get(f).length; i++) {
                link[e] = paths.get(f)[i];
                coefficient[e++] =
                        coefficients.get(f) == null ? 1 : coefficients.get(f)[i];
            }
            offset[f + 1] = e;
            for (int c = 0; c < 3; c++) {
                columns[c][f] = numbers.get(f)[c];
            }
        }
        return new MaxMinSystem(
                capacity.length, flows, capacity, offset, link, coefficient, columns[0], columns[1], columns[2]);
    }

    double[] rates() {
        return rates(build());
    }

    static double[] rates(MaxMinSystem system) {
        double[] rate = new double[system.flows()];
        new MaxMinSolver().solve(system, rate, new int[system.flows()]);
        return rate;
    }
}
