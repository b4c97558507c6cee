/** Collectives: what they cost on a fabric, by closed form, by one composite flow, or rank by rank. */
package windtunnel.model.collective;
