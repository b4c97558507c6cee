package windtunnel.scenario.run;

import java.util.Map;
import windtunnel.model.cost.PriceList;

/**
 * What a scenario's things cost.
 *
 * @param prices by item and market, overrides in place
 * @param gpusPerNode GPUs of a node by SKU name
 */
record Pricing(PriceList prices, Map<String, Integer> gpusPerNode) {}
