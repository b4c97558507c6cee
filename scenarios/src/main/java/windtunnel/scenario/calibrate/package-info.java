/** Fits parameters to a user's own measurements and writes them as YAML for scenarios. */
package windtunnel.scenario.calibrate;
