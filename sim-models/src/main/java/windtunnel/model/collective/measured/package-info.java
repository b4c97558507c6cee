/** Collectives timed by the user: tables, fits and ratios in place of the timing model. */
package windtunnel.model.collective.measured;
