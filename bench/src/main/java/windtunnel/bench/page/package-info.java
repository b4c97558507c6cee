/** From a JMH result to the page of figures beside the peers'. */
package windtunnel.bench.page;
