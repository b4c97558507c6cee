package windtunnel.model;

/**
 * Where machines come from: a market, and a zone of it.
 *
 * @param name of the zone, empty for the cluster's own
 * @param market {@code on-demand} or {@code spot}
 * @param ownPrice whether its price is its own and changes, so that the price book's does not count
 * @param nanoUsdPerHour its price at the start, in 1e-9 US dollars for an hour of a node; 0 without an own price
 */
public record MachinePool(String name, String market, boolean ownPrice, long nanoUsdPerHour) {}
