package windtunnel.model.collective;

import org.apache.commons.math3.util.ArithmeticUtils;
import windtunnel.model.Cluster;
import windtunnel.model.GroupFamily;

/**
 * A cluster that repeats itself, with most of its repetitions taken out: what is left has a link, a rank and a group of every class that the whole one has,
 * and each of them is loaded alike to the last bit.
 *
 * <p>Shifted by one period every GPU, NIC, leaf and pod lands on one of the same kind, and what a family's groups send is shifted with
 * them; only the first period (which the last rank of a ring sends to) and the last ones (where the job and the cluster end) are unlike the others.
 * So three periods and what the job has over whole ones stand for all, at a cost that does not grow with the cluster. The period in the middle is
 * repeated where a ring's own length counts.
 *
 * @param cluster the smaller cluster, in full health
 * @param family the smaller family on it
 * @param period GPUs of a period
 * @param copies periods taken out
 */
record Fold(Cluster cluster, GroupFamily family, int period, int copies) {
    /** Periods that stay, apart from what the job has over whole ones. */
    private static final int KEPT = 3;

    /** The smaller stand-in of {@code family} on a cluster in full health, or the two themselves where nothing can be taken out. */
    static Fold of(Cluster cluster, GroupFamily family) {
        int unit = cluster.unitNodes();
        long period = unit == 0 ? 0 : period((long) unit * cluster.gpusPerNode(), family);
        long copies = period == 0 ? 0 : family.gpus() / period - KEPT;
        if (copies <= 0 || family.gpus() > cluster.gpus()) {
            return new Fold(cluster, family, 0, 0);
        }
        int gone = (int) (copies * period);
        boolean one = family.groups() == family.stride();
        int ranks = one ? family.ranks() - gone / family.stride() : family.ranks();
        return new Fold(
                cluster.shortened(gone / cluster.gpusPerNode()),
                new GroupFamily(family.stride(), ranks, family.gpus() - gone),
                (int) period,
                (int) copies);
    }

    /** GPUs by which links and groups can both be shifted. */
    private static long period(long unit, GroupFamily family) {
        long block = family.groups() == family.stride() ? family.stride() : (long) family.stride() * family.ranks();
        return unit / ArithmeticUtils.gcd(unit, block) * block;
    }

    /** Whether anything was taken out. */
    boolean folded() {
        return copies > 0;
    }

    /** The link of the smaller cluster that stands for one of the whole. */
    int inside(Cluster whole, int link) {
        if (!folded()) {
            return link;
        }
        Cluster.Part part = whole.part(link);
        int index = link - whole.link(part, 0);
        int gone = whole.count(part) - cluster.count(part);
        int each = gone / copies;
        if (index >= 2 * each) {
            int end = whole.count(part) - (cluster.count(part) - 2 * each);
            index = index >= end ? index - gone : each + (index - 2 * each) % each;
        }
        return cluster.link(part, index);
    }

    /** The first link of the whole cluster for which one of the smaller stands. */
    int outside(Cluster whole, int link) {
        if (!folded() || link < 0) {
            return link;
        }
        Cluster.Part part = cluster.part(link);
        int index = link - cluster.link(part, 0);
        int gone = whole.count(part) - cluster.count(part);
        return whole.link(part, index < 2 * (gone / copies) ? index : index + gone);
    }

    /** A ring of the whole cluster, from one of the smaller: its second period as often as it is there. */
    Runs whole(Runs ring) {
        if (!folded() || family.groups() != family.stride()) {
            return ring;
        }
        int each = period / family.stride();
        Runs.Builder builder = new Runs.Builder(ring.length().length * (copies + 2));
        ring.part(0, 2 * each, builder);
        for (int copy = 0; copy < copies; copy++) {
            ring.part(each, 2 * each, builder);
        }
        ring.part(2 * each, ring.ranks(), builder);
        return builder.take();
    }
}
