package windtunnel.model.training;

import java.util.List;
import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.QuantityException;

/** Order of forward and backward passes as a scenario names it; virtual stages make 1f1b interleaved. */
public enum PassOrder {
    /** One forward, one backward after a warm-up. */
    ONE_F_ONE_B("1f1b"),
    /** All forwards, then all backwards. */
    GPIPE("gpipe"),
    /** 1F1B whose gradients of weights fill idle time: ZB-H1. */
    ZB_H1("zb-h1");

    private final String text;

    PassOrder(String text) {
        this.text = text;
    }

    /** Parses {@code 1f1b}, {@code gpipe} or {@code zb-h1}. */
    public static PassOrder parse(String text) {
        for (PassOrder order : values()) {
            if (order.text.equals(text.trim())) {
                return order;
            }
        }
        String nearest = Nearest.of(text, List.of("1f1b", "gpipe", "zb-h1"));
        throw new QuantityException("'" + text + "' is no schedule; known are 1f1b, gpipe, zb-h1"
                + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
    }

    @Override
    public String toString() {
        return text;
    }
}
