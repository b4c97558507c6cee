/** What moved between two answers to a scenario, and which of its inputs moved it. */
package windtunnel.scenario.explain;
