/** Quantities at the edge: parsing of numbers with units, and the one place where numbers become text. */
package windtunnel.core.unit;
