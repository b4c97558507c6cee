package windtunnel.core.flow;

/**
 * The problem of the classes of a bandwidth problem.
 *
 * @param system one flow for each class of flows, one link for each class of links
 * @param members flows in each class
 * @param classOf flow of {@code system} that stands for each original flow
 */
public record Quotient(MaxMinSystem system, int[] members, int[] classOf) {
    /** The rate of every original flow. */
    public double[] rates(MaxMinSolver solver) {
        double[] ofClass = new double[system.flows()];
        solver.solve(system, ofClass, new int[system.flows()]);
        double[] rates = new double[classOf.length];
        for (int f = 0; f < rates.length; f++) {
            rates[f] = ofClass[classOf[f]];
        }
        return rates;
    }
}
