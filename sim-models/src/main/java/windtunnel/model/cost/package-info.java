/** From usage to money: pure functions, no engine. */
package windtunnel.model.cost;
