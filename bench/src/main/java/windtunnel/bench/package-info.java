/** JMH benches of the hot paths: bandwidth sharing, event queue, ring. How to run them: bench/README.md. */
package windtunnel.bench;
