/** Exact accounts of a run: metrics, tallies, usage meters and ledgers; no formatting, no money. */
package windtunnel.core.measure;
