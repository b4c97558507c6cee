package windtunnel.report.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import windtunnel.scenario.sweep.SweepResult;

class NamesTest {
    private static AxisNames names(String... values) {
        return AxisNames.of(
                new SweepResult("1", "s", "plan", 1, Optional.empty(), Map.of("cluster", List.of(values)), List.of()));
    }

    @Test
    void aBlockIsCalledByWhatTellsItFromTheOthers() {
        String fast = "{\"fabric\":{\"kind\":\"rail-optimised\"},\"nodes\":{\"count\":8,\"sku\":\"a\"}}";
        String slow =
                "{\"fabric\":{\"kind\":\"ethernet\",\"oversubscription\":4},\"nodes\":{\"count\":8,\"sku\":\"a\"}}";
        AxisNames names = names(fast, slow);
        assertThat(names.of("cluster", fast)).isEqualTo("fabric rail-optimised");
        assertThat(names.of("cluster", slow)).isEqualTo("fabric ethernet, oversubscription 4");
    }

    @Test
    void plainValuesAndBlocksThatCannotBeToldApartStayAsTheyAre() {
        assertThat(names("spot", "on-demand").of("cluster", "spot")).isEqualTo("spot");
        assertThat(names("{\"a\":1}", "spot").of("cluster", "{\"a\":1}")).isEqualTo("{\"a\":1}");
        assertThat(names("{\"a\":1}").of("other", "x")).isEqualTo("x");
    }

    @Test
    void linksOfAKindAreOneCause() {
        assertThat(Course.kind("node-7/nic-2 down")).isEqualTo("nic down");
        assertThat(Course.kind("leaf-3/up-1 down")).isEqualTo("leaf/up down");
        assertThat(Course.kind("leaf-12 down")).isEqualTo("leaf down");
        assertThat(Course.kind("GPU HBM3 memory")).isEqualTo("GPU HBM3 memory");
        assertThat(Course.kind("spot eviction in zone us-east-1 ")).isEqualTo("spot eviction in zone us-east-1 ");
    }
}
