package windtunnel.scenario.risk;

import java.util.List;

/**
 * What an audit of the assumptions found.
 *
 * @param elasticities those that move something, the largest first
 * @param still keys of those that move neither cost nor time
 * @param words keys of those that are words or zero, or cannot be varied by a tenth
 */
public record Audit(List<Elasticity> elasticities, List<String> still, List<String> words) {}
