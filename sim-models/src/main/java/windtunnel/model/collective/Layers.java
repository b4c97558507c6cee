package windtunnel.model.collective;

import java.util.Optional;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/**
 * A family cut into layers for a hierarchical all-reduce.
 *
 * @param inside ranks of a group in one scale-up domain
 * @param pod ranks at the same place of the domains of one pod; empty with two layers
 * @param between ranks at the same place of the pods, or of the domains with two layers
 */
record Layers(GroupFamily inside, Optional<GroupFamily> pod, GroupFamily between) {

    /** The layers of {@code family} with pods of {@code podNodes} nodes (0 for none); empty if it does not divide. */
    static Optional<Layers> of(Cluster cluster, GroupFamily family, int podNodes) {
        int perBox = cluster.domainGpus() % family.stride() == 0 ? cluster.domainGpus() / family.stride() : 0;
        boolean several = perBox > 1 && perBox < family.ranks();
        if (!several || family.ranks() % perBox != 0) {
            return Optional.empty();
        }
        GroupFamily inside = new GroupFamily(family.stride(), perBox, family.gpus());
        int boxes = family.ranks() / perBox;
        int podBoxes = podNodes * cluster.gpusPerNode() / cluster.domainGpus();
        int stride = family.stride() * perBox;
        if (podBoxes <= 1 || podBoxes >= boxes || boxes % podBoxes != 0) {
            return Optional.of(new Layers(inside, Optional.empty(), new GroupFamily(stride, boxes, family.gpus())));
        }
        GroupFamily pod = new GroupFamily(stride, podBoxes, family.gpus());
        GroupFamily between = new GroupFamily(stride * podBoxes, boxes / podBoxes, family.gpus());
        return Optional.of(new Layers(inside, Optional.of(pod), between));
    }

    /** Part of the payload that a rank reduces with other pods, or with other domains if there are no pods. */
    double betweenShare() {
        return podShare() / pod.map(GroupFamily::ranks).orElse(1);
    }

    /** Part of the payload that a rank reduces within its pod. */
    double podShare() {
        return 1.0 / inside.ranks();
    }
}
