package windtunnel.model.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import windtunnel.model.Anatomy;
import windtunnel.model.Binding;
import windtunnel.model.CollectiveOp;
import windtunnel.model.compute.CommCosts.Dimension;
import windtunnel.model.compute.CommUse;

/**
 * All collectives of one kind in a step, and the link that holds the longest of them back.
 *
 * @param dimension whom they join
 * @param op what they do
 * @param bytes payload of a rank in a step, on the mean of the pipeline's stages
 * @param seconds how long a rank spends on them in a step, hidden or not
 * @param longest seconds of the longest single one
 * @param binding what holds that one back
 */
record HeldBack(Dimension dimension, CollectiveOp op, double bytes, double seconds, double longest, Binding binding) {
    private record Kind(Dimension dimension, CollectiveOp op) {}

    /** The collectives of {@code transfers}, {@code stages} pipeline stages together, the longest first. */
    static List<HeldBack> of(List<CommUse> transfers, int stages, FabricCosts costs) {
        Map<Kind, List<CommUse>> kinds = new LinkedHashMap<>();
        for (CommUse use : transfers) {
            kinds.computeIfAbsent(new Kind(use.dimension(), use.op()), k -> new ArrayList<>())
                    .add(use);
        }
        List<HeldBack> all = new ArrayList<>();
        kinds.forEach((kind, uses) -> add(kind, uses, stages, costs, all));
        all.sort(Comparator.comparingDouble(HeldBack::seconds).reversed());
        return List.copyOf(all);
    }

    private static void add(Kind kind, List<CommUse> uses, int stages, FabricCosts costs, List<HeldBack> all) {
        double bytes = 0;
        double seconds = 0;
        double longest = 0;
        long payload = 0;
        for (CommUse use : uses) {
            double each = costs.seconds(kind.dimension(), kind.op(), use.payloadBytes());
            double count = (double) use.countPerStep() * use.places() / stages;
            bytes += count * use.payloadBytes();
            seconds += count * each;
            payload = each > longest ? use.payloadBytes() : payload;
            longest = Math.max(longest, each);
        }
        if (seconds > 0) {
            HeldBack found = new HeldBack(kind.dimension(), kind.op(), bytes, seconds, longest, null);
            costs.binding(kind.dimension(), kind.op(), payload).map(found::by).ifPresent(all::add);
        }
    }

    private HeldBack by(Binding link) {
        return new HeldBack(dimension, op, bytes, seconds, longest, link);
    }

    /** For a report of a step of that length. */
    Anatomy.Transfer in(double stepSeconds) {
        String what = words(dimension.name().replace('_', ' ')) + " "
                + words(op.name().replace('_', '-'));
        Anatomy.Held held = new Anatomy.Held(
                LinkUse.tier(binding.part()),
                binding.link(),
                binding.bytesPerSec(),
                Math.min(1, binding.busySeconds() / longest));
        return new Anatomy.Transfer(what, binding.how(), bytes, seconds, seconds / stepSeconds, held);
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
