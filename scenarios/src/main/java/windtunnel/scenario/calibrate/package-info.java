/** From measurements of a user's own hardware to entries that scenarios can use. */
package windtunnel.scenario.calibrate;
