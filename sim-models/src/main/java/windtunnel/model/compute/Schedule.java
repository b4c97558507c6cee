package windtunnel.model.compute;

import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.QuantityException;
import java.util.List;

/** Order of forward and backward passes in a pipeline. */
public enum Schedule {
    /** All forward passes, then all backward passes (Huang et al. 2019). */
    GPIPE("gpipe"),
    /** One forward, one backward (Narayanan et al. 2019); interleaved when a stage has several chunks. */
    ONE_F_ONE_B("1f1b");

    private final String text;

    Schedule(String text) {
        this.text = text;
    }

    /** Parses {@code 1f1b} or {@code gpipe}. */
    public static Schedule parse(String text) {
        for (Schedule schedule : values()) {
            if (schedule.text.equals(text.trim())) {
                return schedule;
            }
        }
        String nearest = Nearest.of(text, List.of("1f1b", "gpipe"));
        throw new QuantityException("'" + text + "' is no schedule; known are 1f1b, gpipe"
                + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
    }

    @Override
    public String toString() {
        return text;
    }
}
