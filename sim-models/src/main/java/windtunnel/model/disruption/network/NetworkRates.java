package windtunnel.model.disruption.network;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import windtunnel.core.unit.Nearest;
import windtunnel.core.unit.QuantityException;
import windtunnel.model.Assumptions;
import windtunnel.model.hardware.Tag;

/** Published rates at which links and switches fail. */
public enum NetworkRates {
    /** Alibaba HPN: NIC links and top-of-rack switches in production. */
    HPN_2024(
            5.7e-4,
            5.1e-4,
            "0.057 % of NIC links and 0.051 % of top-of-rack switches a month",
            "Alibaba HPN, SIGCOMM 2024; the rate of links as quoted on arXiv in Ghost in the datacenter, that of switches not read again",
            "2024-08"),
    /** Llama 3 405B: 35 interruptions by switches or cables and 7 by NICs, of 16,384 GPUs with a link each in 54 days. */
    LLAMA3_2024(
            42 * 730 / (16_384 * 1296.0),
            0,
            "42 (switch or cable 35, NIC 7) in 16384 links x 54 d, switches counted as links",
            "Llama 3 snapshot as tabulated by G. Lockwood, glennklockwood.com",
            "2024-07");

    private static final double MONTH_SECONDS = 730 * 3600.0;

    private final double perLinkMonth;
    private final double perSwitchMonth;
    private final String rate;
    private final String source;
    private final String asOf;

    NetworkRates(double perLinkMonth, double perSwitchMonth, String rate, String source, String asOf) {
        this.perLinkMonth = perLinkMonth;
        this.perSwitchMonth = perSwitchMonth;
        this.rate = rate;
        this.source = source;
        this.asOf = asOf;
    }

    /** Parses the name of a set. */
    public static NetworkRates parse(String text) {
        List<String> names = Stream.of(values()).map(NetworkRates::toString).toList();
        if (names.contains(text.trim())) {
            return values()[names.indexOf(text.trim())];
        }
        String nearest = Nearest.of(text, names);
        throw new QuantityException("'" + text + "' is no set of rates; known are " + String.join(", ", names)
                + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
    }

    /** Failures of one link a second. */
    public double perLinkSecond() {
        return perLinkMonth / MONTH_SECONDS;
    }

    /** Failures of one switch a second. */
    public double perSwitchSecond() {
        return perSwitchMonth / MONTH_SECONDS;
    }

    /** Says where the rates are from. */
    void note(Assumptions assumptions) {
        assumptions.note("network-failures." + this, rate, Tag.MEASURED, source, asOf);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
