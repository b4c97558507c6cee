package windtunnel.scenario.validate;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One published measurement as its file has it.
 *
 * @param file name of the file, for messages
 * @param line line of the file, from 1
 * @param cells text by column; a column that the file lacks is the same as an empty cell
 */
public record CaseRow(String file, int line, Map<String, String> cells) {
    /** Copies the cells. */
    public CaseRow {
        cells = Map.copyOf(cells);
    }

    /** The cell of {@code column} without blanks around it, empty if there is none. */
    public String text(String column) {
        return cells.getOrDefault(column, "").strip();
    }

    /** The number in {@code column}, if there is a finite one. */
    public OptionalDouble number(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** The whole number in {@code column}, if there is one that is at least 1. */
    public OptionalInt count(String column) {
        OptionalDouble value = number(column);
        boolean whole = value.isPresent()
                && value.getAsDouble() == Math.rint(value.getAsDouble())
                && value.getAsDouble() >= 1
                && value.getAsDouble() <= Integer.MAX_VALUE;
        return whole ? OptionalInt.of((int) value.getAsDouble()) : OptionalInt.empty();
    }

    /** Name of the case. */
    public String id() {
        return text("id");
    }

    /** What the published number may be used for: {@code validate}, {@code calibrate}, {@code input} or {@code context}. */
    public String role() {
        return text("role");
    }
}
