package windtunnel.scenario.layouts;

import windtunnel.model.compute.search.Found;

/**
 * A layout on one of the clusters, with what it means for the whole run.
 *
 * @param nodes of the cluster
 * @param found the layout, its step and its memory
 * @param headroomBytes memory that its fullest GPU has left
 * @param runSeconds all steps, undisturbed
 * @param runUsd the nodes for that long
 * @param usdPerMillionTokens the same for a million tokens (or samples, where a sample is not text)
 */
public record Ranked(
        int nodes, Found found, long headroomBytes, double runSeconds, double runUsd, double usdPerMillionTokens) {}
