package windtunnel.scenario.risk;

import java.util.Map;
import java.util.stream.Collectors;

/** A draw of the uncertain inputs cannot be run. */
public final class RiskException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RiskException(Map<String, String> drawn, String why) {
        super("a draw of the uncertain inputs cannot be run ("
                + drawn.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining(", "))
                + "): " + why);
    }
}
