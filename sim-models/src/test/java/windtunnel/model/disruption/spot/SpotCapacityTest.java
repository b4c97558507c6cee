package windtunnel.model.disruption.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.EventRate;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.TimeSpan;
import windtunnel.model.TimeLaw;
import windtunnel.model.World;
import windtunnel.model.disruption.Diary;
import windtunnel.model.disruption.Worlds;
import windtunnel.model.key.DataFile;

class SpotCapacityTest {
    private static final double HOUR = 3600;

    private static SpotTrace trace(String text, double noticeSeconds) {
        return new SpotTrace(new DataFile("t.csv", text), new TimeSpan(noticeSeconds));
    }

    private static String recorded() throws IOException {
        return Files.readString(Path.of(System.getProperty("windtunnel.root"), "scenarios/examples/traces/g4dn.csv"));
    }

    /** Losses by their size. */
    private static Map<Integer, Integer> batches(Diary diary) {
        Map<Integer, Integer> sizes = new TreeMap<>();
        for (String line : diary.lines) {
            if (line.contains("lost")) {
                sizes.merge(Integer.parseInt(line.replaceFirst(".*\\+([0-9]+) .*", "$1")), 1, Integer::sum);
            }
        }
        return sizes;
    }

    @Test
    @DisplayName("clu-T5.3 the g4dn trace replayed: 74 losses at 48 instants, 31 of one, and 488,760 machine-seconds")
    void traceIsReplayedExactly() throws IOException {
        World world = Worlds.world(24, 0, "spot", 1);
        Diary diary = new Diary(world);
        trace(recorded(), 0).attach(world);
        world.simulation().run(38_820_000_000_000L - 1);
        Map<Integer, Integer> sizes = batches(diary);
        assertThat(sizes).isEqualTo(new TreeMap<>(Map.of(1, 31, 2, 12, 3, 2, 4, 2, 5, 1)));
        assertThat(sizes.entrySet().stream()
                        .mapToInt(e -> e.getKey() * e.getValue())
                        .sum())
                .isEqualTo(74);
        world.simulation().run(38_820_000_000_000L);
        world.close(38_820_000_000_000L);
        assertThat(world.machines().heldNodeNanos().longValueExact()).isEqualTo(488_760_000_000_000L);
        assertThat(TraceText.parse(recorded()).stream()
                        .mapToInt(TraceText.Change::added)
                        .sum())
                .isEqualTo(79);
    }

    @Test
    @DisplayName(
            "named machines: the first vacant node is filled, what no node needs is not held, and the trace begins anew")
    void namedMachines() {
        String text =
                "# ms, what, node\n0,add,a\n0,add,b\n2000,add,c\n5000,remove,a\n5000,remove,b\n5000,remove,c\n9000,add,a\n";
        World world = Worlds.world(2, 0, "spot", 1);
        Diary diary = new Diary(world);
        trace(text, 1).attach(world);
        world.simulation().run(15_000_000_000L);
        // At 9 s the next pass begins with two machines, one more than the trace ended with.
        assertThat(diary.lines)
                .containsExactly(
                        "0 complete",
                        "5 notice eviction",
                        "6 lost 0+2 eviction",
                        "9 complete",
                        "14 notice eviction",
                        "15 lost 0+2 eviction");
        world.close(15_000_000_000L);
        assertThat(world.machines().heldNodeNanos().longValueExact()).isEqualTo((2 * 6 + 2 * 6) * 1_000_000_000L);
    }

    @Test
    void aMachineThatWaitsTakesThePlaceOfOneThatIsTaken() {
        World world = Worlds.world(1, 0, "spot", 1);
        trace("t_seconds,available\n0,2\n10,1\n20,2\n", 0).attach(world);
        world.simulation().run(15_000_000_000L);
        assertThat(world.machines().whole()).isTrue();
        assertThat(world.machines().offered()).isZero();
        world.simulation().run(20_000_000_000L);
        assertThat(world.machines().offered()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,add|line 1: '1,add' is not written as",
                "1,drop,a|line 1: 'drop' is neither add nor remove",
                "1,remove,a|line 1: 'a' is not there",
                "x,add,a|line 1: 'x' is no number from 0 on",
                "NaN,add,a|line 1: 'NaN' is no number from 0 on",
                "1e30,add,a|line 1: '1e30' is too late",
                "# nothing|has no line of data"
            })
    void whatIsNoTraceIsRefused(String text, String message) {
        assertThatThrownBy(() -> TraceText.parse(text)).hasMessageContaining(message);
    }

    @Test
    void linesAreCountedAndOrdered() {
        assertThatThrownBy(() -> TraceText.parse("5,add,a\n\n4,add,b"))
                .hasMessage("line 3: is earlier than the line before");
        assertThatThrownBy(() -> TraceText.parse("5,add,a\n6,add,a")).hasMessage("line 2: 'a' is there already");
        assertThatThrownBy(() -> TraceText.parse("t_seconds,available\n5,1.5"))
                .hasMessage("line 2: '1.5' is no number of machines");
    }

    private static SpotWaves waves(double bulk) {
        return new SpotWaves(
                new EventRate(0.02 / HOUR, "node"),
                new EventRate(0.8 / HOUR, "node"),
                new TimeSpan(20 * HOUR),
                new TimeSpan(4 * HOUR),
                bulk == 0 ? Optional.empty() : Optional.of(new Fraction(bulk)),
                new TimeSpan(0),
                TimeLaw.fixed(new TimeSpan(0)));
    }

    /** Mean and variance of the machines of {@code nodes} nodes that are taken in {@code hours}, over 400 runs. */
    private static double[] taken(double bulk, int nodes, double hours) {
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < 400; seed++) {
            World world = Worlds.world(nodes, 0, "spot", seed);
            Diary diary = new Diary(world);
            waves(bulk).attach(world);
            world.simulation().run((long) (hours * HOUR * 1e9));
            double count = batches(diary).entrySet().stream()
                    .mapToInt(e -> e.getKey() * e.getValue())
                    .sum();
            sum += count;
            squares += count * count;
        }
        double mean = sum / 400;
        return new double[] {mean, (squares - 400 * mean * mean) / 399};
    }

    @Test
    @DisplayName("clu-T5.2 rates .02 and .8, 20 h and 4 h: .15 per instance-hour; the count's variance is the chain's")
    void modulated() {
        assertThat(waves(0).meanPerSecond() * HOUR).isCloseTo(0.15, within(1e-12));
        int nodes = 8;
        double hours = 240;
        // Var N = m + 2 (n d)^2 p (1 - p) (T / k - (1 - e^(-k T)) / k^2), k = 1/20 + 1/4, p = 1/6, d = .78.
        double k = 0.3;
        double chain = 2 * Math.pow(nodes * 0.78, 2) * 5 / 36 * (hours / k - (1 - Math.exp(-k * hours)) / (k * k));
        double mean = 0.15 * nodes * hours;
        double[] alone = taken(0, nodes, hours);
        assertThat(alone[0]).isCloseTo(mean, within(3.29 * Math.sqrt((mean + chain) / 400)));
        // Relative error of a variance of 400: sqrt(2/399) = .071, a little more for skew.
        assertThat(alone[1]).isCloseTo(mean + chain, within(3.29 * 0.09 * (mean + chain)));
        // A wave with p uniform in (0, .4) takes n p of n: variance of the count n E p (1 - p) + n^2 E p^2, at rate /
        // .2.
        double each = nodes * (0.2 - 0.16 / 3) + nodes * nodes * 0.16 / 3;
        double waves = 0.15 * hours / 0.2 * each;
        double[] bulk = taken(0.2, nodes, hours);
        assertThat(bulk[0]).isCloseTo(mean, within(3.29 * Math.sqrt((waves + chain) / 400)));
        assertThat(bulk[1]).isCloseTo(waves + chain, within(3.29 * 0.09 * (waves + chain)));
    }

    @Test
    @DisplayName("expected losses: of 4 nodes one by one .6 an hour; in waves only those that take any count")
    void expectedLosses() {
        World alone = Worlds.world(4, 0, "spot", 1);
        waves(0).attach(alone);
        assertThat(alone.machines().expected().lossesPerSecond(1) * HOUR).isCloseTo(0.6, within(1e-12));
        World bulk = Worlds.world(4, 0, "spot", 1);
        waves(0.5).attach(bulk);
        // .3 waves an hour, p uniform in (0, 1): E (1 - p)^4 = .2 of them take nothing.
        assertThat(bulk.machines().expected().lossesPerSecond(1) * HOUR).isCloseTo(0.3 * 0.8, within(1e-12));
        World owned = Worlds.world(4, 0, "on-demand", 1);
        waves(0.5).attach(owned);
        trace("0,add,a", 0).attach(owned);
        assertThat(owned.machines().expected().lossesPerSecond(1)).isZero();
        assertThat(owned.machines().whole()).isTrue();
    }

    @Test
    @DisplayName(
            "clu-T5.3 SkyPilot's JSON: a number of machines for each interval, and the last one lasts as long as the others")
    void jsonTrace() {
        String text = "{\"metadata\": {\"gap_seconds\": 300}, \"data\": [0, 5, 16, 16, 8, 0, 3]}";
        SpotTrace trace = trace(text, 0);
        assertThat(trace.mostMachines()).isEqualTo(16);
        assertThat(trace.spanNanos()).isEqualTo(2_100_000_000_000L);
        World world = Worlds.world(16, 0, "spot", 1);
        Diary diary = new Diary(world);
        trace.attach(world);
        world.simulation().run(2_100_000_000_000L - 1);
        world.close(2_100_000_000_000L - 1);
        assertThat(batches(diary)).isEqualTo(Map.of(8, 2));
        double machineSeconds = world.machines().heldNodeNanos().doubleValue() * 1e-9;
        assertThat(machineSeconds).isCloseTo(300 * 48, within(1e-6));
        assertThatThrownBy(() -> TraceText.parse("{\"data\": [1]}")).hasMessageContaining("gap_seconds");
        assertThatThrownBy(() -> TraceText.parse("{\"gap_seconds\": 300, \"data\": [1, x]}"))
                .hasMessageContaining("number 2");
        assertThatThrownBy(() -> TraceText.parse("{\"gap_seconds\": 0, \"data\": [1]}"))
                .hasMessageContaining("intervals");
    }
}
