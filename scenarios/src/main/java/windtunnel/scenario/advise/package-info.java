/** What to change first: single changes of a scenario, tried one by one. */
package windtunnel.scenario.advise;
