/** Kinds of collectives that a scenario can name: one algorithm each, and a choice by operation. */
package windtunnel.model.collective.algorithm;
