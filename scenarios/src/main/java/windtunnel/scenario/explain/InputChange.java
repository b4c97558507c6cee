package windtunnel.scenario.explain;

import java.util.List;

/**
 * One input that differs, or several that can only differ together.
 *
 * @param path where it stands in the scenario
 * @param origin who says so: {@code scenario}, {@code library FILE} or {@code default}
 * @param before its value before, as text
 * @param now its value now, as text
 * @param lines the paths of the single values
 */
public record InputChange(String path, String origin, String before, String now, List<String> lines) {
    /** The origin of a value that the scenario itself gives. */
    public static final String SCENARIO = "scenario";
    /** The origin of a value that holds because nobody says anything else. */
    public static final String DEFAULT = "default";
}
