package windtunnel.model.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import windtunnel.core.unit.BandwidthPerCapacity;
import windtunnel.core.unit.Bytes;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.hardware.StorageSku;
import windtunnel.model.hardware.Tag;

class SizeRuleTest {
    private static final long TIB = 1L << 40;

    private static <T> Sourced<T> of(T value) {
        return new Sourced<>(value, "Azure Managed Lustre, 2024-11-11", "2024-11-11", Tag.VENDOR);
    }

    /** Tiers of Azure Managed Lustre as of 2024-11: rate, minimum, maximum, increment. */
    private static StorageSku.Tier tier(int rate) {
        int increment = rate == 40 ? 48 : 2000 / rate;
        int maximum = rate == 40 ? 768 : 128;
        return new StorageSku.Tier(
                of(new BandwidthPerCapacity(rate * 1e6)),
                of(new Bytes(increment * TIB)),
                Optional.of(of(new Bytes(maximum * TIB))),
                Optional.of(of(new Bytes(increment * TIB))),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @DisplayName("clu-T2.5 purchasable size by tier")
    @CsvSource({
        "40, 100, 30000, 768, 30720, false",
        "125, 100, 30000, 240, 30000, true",
        "250, 100, 30000, 120, 30000, false",
        "500, 100, 30000, 100, 50000, false",
        "40, 20, 10000, 288, 11520, false",
        "125, 20, 10000, 80, 10000, false",
        "250, 20, 10000, 40, 10000, false",
        "500, 20, 10000, 20, 10000, false",
    })
    void sizesAreRoundedUpToIncrements(
            int rate, long capacityTib, double needMegabytes, long sizeTib, double megabytes, boolean over) {
        SizeRule.Size size = SizeRule.smallest(tier(rate), capacityTib * (double) TIB, needMegabytes * 1e6);
        assertThat(size.bytes().value()).isEqualTo(sizeTib * TIB);
        assertThat(size.bytesPerSec()).isEqualTo(megabytes * 1e6);
        assertThat(size.overMaximum()).isEqualTo(over);
    }

    @ParameterizedTest
    @DisplayName("clu-G3 sizes that remove the starvation of 128 H100 on ResNet-50")
    @CsvSource({"125, 224, true", "250, 112, false", "500, 56, false"})
    void sizesThatFeedResnet(int rate, long sizeTib, boolean over) {
        double demand = 128 * 400 * 114_660.07 / 0.224;
        SizeRule.Size size = SizeRule.smallest(tier(rate), 0, demand);
        assertThat(size.bytes().value()).isEqualTo(sizeTib * TIB);
        assertThat(size.overMaximum()).isEqualTo(over);
    }

    @ParameterizedTest
    @DisplayName("Google Managed Lustre 1000: steps of 9,000 GiB up to 1,530,000 GiB, of 72,000 GiB above")
    @CsvSource({"1529000, 1530000", "1530000, 1530000", "1530001, 1584000", "1584001, 1656000"})
    void largeSizesHaveLargeSteps(long wantedGib, long soldGib) {
        long gib = 1L << 30;
        StorageSku.Tier tier = new StorageSku.Tier(
                of(new BandwidthPerCapacity(1e9)),
                of(new Bytes(9000 * gib)),
                Optional.of(of(new Bytes(10_008_000 * gib))),
                Optional.of(of(new Bytes(9000 * gib))),
                Optional.of(of(new Bytes(1_530_000 * gib))),
                Optional.of(of(new Bytes(72_000 * gib))));
        assertThat(SizeRule.smallest(tier, wantedGib * (double) gib, 0).bytes().value())
                .isEqualTo(soldGib * gib);
    }
}
