/** The extension page: what a model is given, and the five families it can belong to. */
package windtunnel.model;
