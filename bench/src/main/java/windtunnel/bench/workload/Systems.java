package windtunnel.bench.workload;

import windtunnel.core.flow.MaxMinSystem;

/** Sharing problems by name: {@code rnd-flows-links}, {@code fat-k-flows}, {@code pod-k-flows}, {@code rack-k-flows}. */
public final class Systems {

    private Systems() {}

    /** Draws the system of a name; {@code pod} and {@code rack} are fat-trees whose pairs stay in a pod or under a switch. */
    public static MaxMinSystem named(String name) {
        String[] parts = name.split("-");
        int a = Integer.parseInt(parts[1]);
        int b = Integer.parseInt(parts[2]);
        return switch (parts[0]) {
            case "rnd" -> RandomLinks.system(a, b);
            case "fat" -> FatTree.shares(b, a).system();
            case "pod" -> FatTree.near(b, a, a * a / 4).system();
            case "rack" -> FatTree.near(b, a, a / 2).system();
            default -> throw new IllegalArgumentException("no such system: " + name);
        };
    }
}
