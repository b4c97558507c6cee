/** Many combinations of values, many runs of each, on some engine; finished runs survive a kill. */
package windtunnel.scenario.sweep;
