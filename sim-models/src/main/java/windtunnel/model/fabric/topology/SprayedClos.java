package windtunnel.model.fabric.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import windtunnel.model.Cluster.Part;
import windtunnel.model.Network;
import windtunnel.model.Route;
import windtunnel.model.Switches;

/**
 * A Clos network in which every packet takes another of the shortest paths.
 *
 * <p>All cables up from a leaf then carry the same, and so do all cables from the spines of a pod to the cores; each such set is one link each way
 * with the sum of their rates (the fluid limit of spraying, network.md 2.1).
 */
public final class SprayedClos implements Network {
    private final ClosShape shape;
    private final int podLinks;

    /** The network of a shape. */
    public SprayedClos(ClosShape shape) {
        this.shape = shape;
        podLinks = shape.spineUp().cables() == 0 ? 0 : shape.pods();
    }

    @Override
    public int links() {
        return 2 * shape.leaves() + 2 * podLinks;
    }

    @Override
    public Part part(int link) {
        if (link < 2 * shape.leaves()) {
            return link < shape.leaves() ? Part.LEAF_UP : Part.LEAF_DOWN;
        }
        return link < 2 * shape.leaves() + podLinks ? Part.SPINE_UP : Part.SPINE_DOWN;
    }

    @Override
    public int first(Part part) {
        return switch (part) {
            case LEAF_UP -> 0;
            case LEAF_DOWN -> shape.leaves();
            case SPINE_UP -> 2 * shape.leaves();
            case SPINE_DOWN -> 2 * shape.leaves() + podLinks;
            default -> links();
        };
    }

    @Override
    public double bytesPerSec(int link) {
        return link < 2 * shape.leaves()
                ? shape.leafUp().bytesPerSec()
                : shape.spines() * shape.spineUp().bytesPerSec();
    }

    @Override
    public void cross(int from, int to, long label, Health health, Route out) {
        int leaf = shape.leaf(from);
        int other = shape.leaf(to);
        if (leaf == other) {
            return;
        }
        int pod = shape.pod(leaf);
        int otherPod = shape.pod(other);
        out.add(leaf);
        if (pod != otherPod) {
            out.add(2 * shape.leaves() + pod);
            out.add(2 * shape.leaves() + podLinks + otherPod);
        }
        out.add(shape.leaves() + other);
    }

    @Override
    public int unit() {
        return shape.unit();
    }

    @Override
    public Network without(int nics) {
        return new SprayedClos(shape.without(nics));
    }

    @Override
    public boolean joins(int from, int to) {
        return shape.joins(from, to);
    }

    @Override
    public double seconds(int from, int to) {
        return shape.seconds(from, to);
    }

    @Override
    public String name(int link) {
        Part part = part(link);
        int index = link - first(part);
        return switch (part) {
            case LEAF_UP -> "leaf-" + index + "/up";
            case LEAF_DOWN -> "leaf-" + index + "/down";
            case SPINE_UP -> "pod-" + index + "/up";
            default -> "pod-" + index + "/down";
        };
    }

    @Override
    public List<Integer> find(String name) {
        List<Integer> found = new ArrayList<>();
        CableName meant = CableName.parse(name);
        if (meant.ends().size() == 1) {
            int leaf = meant.number("leaf-", shape.leaves());
            int pod = meant.number("pod-", podLinks);
            if (leaf >= 0) {
                meant.add(leaf, shape.leaves() + leaf, found);
            }
            if (pod >= 0) {
                meant.add(2 * shape.leaves() + pod, 2 * shape.leaves() + podLinks + pod, found);
            }
        }
        return found;
    }

    @Override
    public Optional<Switches> switches() {
        return Optional.of(new Tiers());
    }

    /** Leaves, spines by pod, cores; a spine or core takes its part of the bundles that it is in. */
    private final class Tiers implements Switches {
        private final int spines = shape.spines();
        private final int allSpines = shape.pods() * spines;
        private final int cores = podLinks == 0 ? 0 : spines * shape.spineUp().cables();

        @Override
        public int count() {
            return shape.leaves() + allSpines + cores;
        }

        @Override
        public String name(int index) {
            int spine = index - shape.leaves();
            if (spine < 0) {
                return "leaf-" + index;
            }
            return spine < allSpines ? "spine-" + spine : "core-" + (spine - allSpines);
        }

        @Override
        public void plugged(int nic, IntConsumer sink) {
            sink.accept(shape.leaf(nic));
        }

        @Override
        public void without(int index, Left sink) {
            int spine = index - shape.leaves();
            if (spine < 0) {
                sink.left(index, 0);
                sink.left(shape.leaves() + index, 0);
            } else if (spine < allSpines) {
                withoutSpine(spine / spines, sink);
            } else {
                for (int pod = 0; pod < podLinks; pod++) {
                    pod(pod, 1 - 1.0 / cores, sink);
                }
            }
        }

        private void withoutSpine(int pod, Left sink) {
            double share = 1 - 1.0 / spines;
            for (int leaf = 0; leaf < shape.leaves(); leaf++) {
                if (shape.pod(leaf) == pod) {
                    sink.left(leaf, share);
                    sink.left(shape.leaves() + leaf, share);
                }
            }
            if (podLinks > 0) {
                pod(pod, share, sink);
            }
        }

        private void pod(int pod, double share, Left sink) {
            sink.left(2 * shape.leaves() + pod, share);
            sink.left(2 * shape.leaves() + podLinks + pod, share);
        }
    }

    @Override
    public List<String> examples() {
        List<String> names = new ArrayList<>();
        CableName.range("leaf-", shape.leaves(), names);
        CableName.range("pod-", podLinks, names);
        return names;
    }

    @Override
    public List<String> similar(String name) {
        List<String> names = new ArrayList<>();
        CableName.similar(name, "leaf-", shape.leaves(), names);
        CableName.similar(name, "pod-", podLinks, names);
        return names;
    }
}
