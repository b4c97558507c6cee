/** What a scenario says about inputs that nobody knows for sure, and how they are drawn. */
package windtunnel.scenario.uncertain;
