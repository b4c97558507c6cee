package windtunnel.scenario;

import java.util.Map;
import java.util.Optional;
import windtunnel.core.unit.Fraction;
import windtunnel.core.unit.Price;
import windtunnel.model.hardware.PriceBook;
import windtunnel.model.hardware.Sourced;
import windtunnel.model.key.Checked;
import windtunnel.model.key.Issues;
import windtunnel.model.key.Key;
import windtunnel.model.key.Shorthand;

/** What things cost in one scenario. */
@Shorthand("use")
public record Prices(
        @Key(doc = "The price book to start from, a name of the library.", example = "azure-eastus-2025-12")
        Optional<PriceBook> use,

        @Key(
                doc = "Own prices, which win: by node, by storage item such as 'amlfs/250', or 'gpu' for a price per "
                        + "GPU-hour of whatever node is used.",
                def = "{}",
                example = "{ gpu: $2.50/GPU-h }")
        Map<String, Sourced<Price>> override,

        @Key(doc = "Share taken off every price of the book; own prices stay.", def = "0", example = "10 %")
        Fraction discount)
        implements Checked {
    /** The override item that prices a GPU-hour. */
    public static final String GPU = "gpu";

    @Override
    public void check(Issues issues) {
        issues.check(use.isPresent() || !override.isEmpty(), "", "name no price: give 'use', 'override' or both");
        issues.check(
                use.isPresent() || discount.value() == 0, "discount", "is taken off a price book, but none is named");
        Sourced<Price> gpu = override.get(GPU);
        if (gpu != null) {
            boolean fits =
                    gpu.value().per().equals("GPU-h") || gpu.value().usd().signum() == 0;
            issues.check(fits, "override." + GPU, "is a price per GPU-hour, such as '$2.50/GPU-h'");
        }
    }
}
