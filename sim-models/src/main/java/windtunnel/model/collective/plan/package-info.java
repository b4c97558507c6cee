/** Collectives as rounds of sends, as trees and as streams, on any cluster whose routes are known. */
package windtunnel.model.collective.plan;
