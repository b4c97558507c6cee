package windtunnel.scenario.uncertain;

import java.util.ArrayList;
import java.util.List;
import windtunnel.core.random.RandomStreams;
import windtunnel.core.random.Stream;

/**
 * Points of a unit cube of which every coordinate has exactly one in each of n equal slices (McKay, Beckman and Conover 1979): a mean over them
 * varies less than over independent draws, the more so the more nearly it is a sum of effects of single inputs.
 */
public final class LatinHypercube {
    private LatinHypercube() {}

    /**
     * The coordinates, {@code [coordinate][point]}, strictly between 0 and 1.
     *
     * @param names of the coordinates; each has its own stream, so that one more does not move the others
     */
    public static double[][] of(int points, List<String> names, long seed) {
        RandomStreams streams = new RandomStreams(seed, 0);
        List<double[]> cube = new ArrayList<>();
        for (String name : names) {
            cube.add(coordinate(points, streams.stream(name, "latin-hypercube")));
        }
        return cube.toArray(double[][]::new);
    }

    private static double[] coordinate(int points, Stream stream) {
        double[] slices = new double[points];
        for (int i = 0; i < points; i++) {
            int at = stream.below(i + 1);
            slices[i] = slices[at];
            slices[at] = i;
        }
        for (int i = 0; i < points; i++) {
            slices[i] = (slices[i] + stream.uniform()) / points;
        }
        return slices;
    }
}
