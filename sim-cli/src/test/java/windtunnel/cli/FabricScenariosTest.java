package windtunnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fabrics as a user meets them: the comparison of example 07, and what is said of networks that cannot be. */
class FabricScenariosTest {
    @TempDir
    Path folder;

    @Test
    void fourNetworksForOneJobFromTheCheapestToTheDearest() throws IOException {
        Path out = folder.resolve("sweep");
        Cli sweep = Cli.run("sweep", Cli.example("07-fabrics-compared.yaml"), "--out", out.toString());
        assertThat(sweep.code()).as(sweep.err()).isZero();
        List<Double> dollars = new ArrayList<>();
        List<String> lines = Files.readAllLines(out.resolve("runs.csv"));
        // Only the column of the axis has quotes and commas; it stands before all figures.
        List<String> names = List.of(lines.get(0).split(","));
        int fromEnd = names.size() - names.indexOf("pretrain.cost");
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            dollars.add(Double.parseDouble(cells[cells.length - fromEnd]));
        }
        assertThat(dollars).hasSize(4).isSorted();
        assertThat(dollars.get(3)).isGreaterThan(2 * dollars.get(0));
    }

    private String told(String fabric) throws IOException {
        Path file = folder.resolve("scenario.yaml");
        String base = Files.readString(Path.of(Cli.example("03-slow-link.yaml")));
        Files.writeString(file, base.replace("{ kind: rail-optimised }", fabric));
        Cli lint = Cli.run("run", file.toString());
        assertThat(lint.code()).isEqualTo(2);
        return lint.err().replace(file.toString(), "F");
    }

    @Test
    void networksThatCannotBeAreToldWithTheirPlace() throws IOException {
        assertThat(told("{ kind: torus, dims: [2, 3] }"))
                .contains("F:5:32: cluster.fabric.dims: make 6 nodes, but the cluster has 4");
        assertThat(told("{ kind: custom, switches: [a, b], cables: [{ from: node-*, to: c }] }"))
                .contains("F:5:74: cluster.fabric.cables[0].to: there is no switch 'c'; nearest is 'a'");
        assertThat(
                        told(
                                "{ kind: custom, switches: [a, b], cables: [{ from: node-*, to: a }, { from: node-9, to: b }] }"))
                .contains("F:5:87: cluster.fabric.cables[1].from: 'node-9' goes beyond node-3/nic-7");
        assertThat(told("{ kind: leaf-spine, routing: valiant }"))
                .contains("F:5:40: cluster.fabric.routing: this fabric has no routing 'valiant'; it takes spray, ecmp");
        assertThat(told("{ kind: ethernet, routing: { policy: spray, queue-pairs: 4 } }"))
                .contains("F:5:68: cluster.fabric.routing.queue-pairs: does nothing with 'spray'; only 'ecmp' hashes");
    }
}
