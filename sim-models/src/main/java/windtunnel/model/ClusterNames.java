package windtunnel.model;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.unit.Nearest;
import windtunnel.model.Cluster.Part;

/** Names of a cluster's links as users write and read them, both ways; those of the network between nodes come from the network. */
record ClusterNames(Cluster cluster, Cluster.Plan plan) {
    List<Integer> find(String name) {
        List<Integer> found = new ArrayList<>();
        for (Part part : Part.values()) {
            int index = index(part, name);
            if (index >= 0) {
                found.add(cluster.link(part, index));
            }
        }
        if (found.isEmpty() && plan.nic() != null) {
            plan.network().find(name).forEach(link -> found.add(cluster.networkStart() + link));
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no link is named '" + name + "'; " + hint(name));
        }
        return found;
    }

    private int index(Part part, String name) {
        String[] words = name.split("/");
        return switch (part) {
            case GPU_UP -> inNode(words, "gpu-", plan.gpusPerNode(), "up");
            case GPU_DOWN -> inNode(words, "gpu-", plan.gpusPerNode(), "down");
            case NIC_OUT -> plan.nic() == null ? -1 : inNode(words, "nic-", plan.rails(), "out");
            case NIC_IN -> plan.nic() == null ? -1 : inNode(words, "nic-", plan.rails(), "in");
            case HOST_UP -> plan.host() == null ? -1 : inNode(words, "host-", plan.gpusPerNode(), "up");
            case HOST_DOWN -> plan.host() == null ? -1 : inNode(words, "host-", plan.gpusPerNode(), "down");
            default -> -1;
        };
    }

    private int inNode(String[] words, String prefix, int count, String direction) {
        if (words.length < 2 || words.length == 3 && !words[2].equals(direction) || words.length > 3) {
            return -1;
        }
        int node = LinkName.number(words[0], "node-", plan.nodes());
        int part = LinkName.number(words[1], prefix, count);
        return node < 0 || part < 0 ? -1 : node * count + part;
    }

    private String hint(String name) {
        String node = "node-" + LinkName.meant(name, plan.nodes()) + "/";
        List<String> known = new ArrayList<>();
        for (int nic = plan.nic() == null ? -1 : plan.rails() - 1; nic >= 0; nic--) {
            known.add(node + "nic-" + nic);
        }
        for (int gpu = plan.gpusPerNode() - 1; gpu >= 0; gpu--) {
            known.add(node + "gpu-" + gpu);
        }
        if (plan.nic() != null) {
            known.addAll(plan.network().similar(name));
        }
        String nearest = Nearest.of(name, known);
        return "links are called " + String.join(", ", examples())
                + (nearest == null ? "" : "; nearest is '" + nearest + "'");
    }

    private List<String> examples() {
        List<String> names = new ArrayList<>();
        names.add("node-0/gpu-0 to node-" + (plan.nodes() - 1) + "/gpu-" + (plan.gpusPerNode() - 1));
        if (plan.nic() != null) {
            names.add("node-0/nic-0 to node-" + (plan.nodes() - 1) + "/nic-" + (plan.rails() - 1));
            names.addAll(plan.network().examples());
        }
        return names;
    }

    String name(int link) {
        Part part = cluster.part(link);
        int index = link - cluster.link(part, 0);
        return switch (part) {
            case GPU_UP -> name(index, "gpu-", plan.gpusPerNode(), "up");
            case GPU_DOWN -> name(index, "gpu-", plan.gpusPerNode(), "down");
            case NIC_OUT -> name(index, "nic-", plan.rails(), "out");
            case NIC_IN -> name(index, "nic-", plan.rails(), "in");
            case HOST_UP -> name(index, "host-", plan.gpusPerNode(), "up");
            case HOST_DOWN -> name(index, "host-", plan.gpusPerNode(), "down");
            default -> plan.network().name(link - cluster.networkStart());
        };
    }

    private static String name(int index, String prefix, int perNode, String direction) {
        return "node-" + index / perNode + "/" + prefix + index % perNode + "/" + direction;
    }
}
