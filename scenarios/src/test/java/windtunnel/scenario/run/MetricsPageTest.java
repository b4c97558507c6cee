package windtunnel.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import windtunnel.core.measure.Metric;
import windtunnel.model.Machines;
import windtunnel.model.disruption.StorageScaling;
import windtunnel.model.disruption.network.NetworkFailures;
import windtunnel.model.disruption.spot.pool.SpotPools;
import windtunnel.model.queue.QueueMetrics;
import windtunnel.model.storage.Lustre;
import windtunnel.model.training.LinkUse;
import windtunnel.model.training.TrainingMetrics;

class MetricsPageTest {
    @Test
    void pageIsUpToDate() throws IOException {
        Path page = Path.of(System.getProperty("windtunnel.root"), "docs/metrics.md");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(page, MetricsPage.render());
        }
        assertThat(MetricsPage.render()).isEqualTo(Files.readString(page));
    }

    @Test
    void everyMetricIsListed() throws IllegalAccessException {
        List<Metric> listed =
                MetricsPage.all().values().stream().flatMap(List::stream).toList();
        for (Class<?> owner : List.of(
                RunMetrics.class,
                TrainingMetrics.class,
                Lustre.class,
                LinkUse.class,
                Machines.class,
                NetworkFailures.class,
                QueueMetrics.class,
                StorageScaling.class,
                SpotPools.class)) {
            for (Field field : owner.getFields()) {
                if (field.getType() == Metric.class) {
                    assertThat(listed).contains((Metric) field.get(null));
                }
            }
        }
    }
}
