package windtunnel.scenario.risk;

/**
 * How much a figure moves with an assumption: per cent for each per cent.
 *
 * @param key of the assumption
 * @param value as the scenario has it
 * @param source where it comes from
 * @param cost elasticity of the mean cost
 * @param time elasticity of the mean time
 */
public record Elasticity(String key, String value, String source, double cost, double time) {
    private static final double LARGE = 0.2;

    /** Whether a user should measure it: an error of 10 % would move cost or time by more than 2 %. */
    public boolean needsMeasurement() {
        return Math.abs(cost) > LARGE || Math.abs(time) > LARGE;
    }
}
