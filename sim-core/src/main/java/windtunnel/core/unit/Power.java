package windtunnel.core.unit;

/** Electric power: {@code 700 W}. */
public record Power(double watts) {
    private static final Dimension POWER = new Dimension("a power", "'700 W' or '10.2 kW'").si("W", "1");

    /** Parses a power that is not negative. */
    public static Power parse(String text) {
        return new Power(Signs.notNegative(text, POWER.parse(text)).doubleValue());
    }

    @Override
    public String toString() {
        return Numbers.significant(watts, 6) + " W";
    }
}
