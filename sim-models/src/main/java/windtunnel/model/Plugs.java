package windtunnel.model;

import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NICs by name: {@code node-3} (all of its NICs), {@code node-0..7/nic-0}, {@code node-*}.
 *
 * @param firstNode first node
 * @param lastNode last node
 * @param firstNic first NIC of each
 * @param lastNic last NIC of each
 */
public record Plugs(int firstNode, int lastNode, int firstNic, int lastNic) {
    private static final String NUMBERS = "(\\*|[0-9]{1,7}(?:\\.\\.[0-9]{1,7})?)";
    private static final Pattern FORM = Pattern.compile("node-" + NUMBERS + "(?:/nic-" + NUMBERS + ")?");

    /** Whether a name is meant for NICs. */
    public static boolean named(String name) {
        return name.startsWith("node-");
    }

    /** Reads a name; empty when it has not this form. {@code *} is all of {@code nodes} or {@code nics}. */
    public static Optional<Plugs> parse(String name, int nodes, int nics) {
        Matcher form = FORM.matcher(name);
        if (!form.matches()) {
            return Optional.empty();
        }
        String nic = form.group(2) == null ? "*" : form.group(2);
        Plugs plugs = new Plugs(first(form.group(1)), last(form.group(1), nodes), first(nic), last(nic, nics));
        boolean forward = plugs.firstNode <= plugs.lastNode && plugs.firstNic <= plugs.lastNic;
        return forward ? Optional.of(plugs) : Optional.empty();
    }

    private static int first(String numbers) {
        return numbers.equals("*") ? 0 : Integer.parseInt(numbers.split("\\.\\.")[0]);
    }

    private static int last(String numbers, int count) {
        String[] ends = numbers.split("\\.\\.");
        return numbers.equals("*") ? count - 1 : Integer.parseInt(ends[ends.length - 1]);
    }

    /** Whether all of them exist. */
    public boolean within(int nodes, int nics) {
        return lastNode < nodes && lastNic < nics;
    }

    /** Tells each NIC's number over the cluster. */
    public void forEach(int nics, IntConsumer sink) {
        for (int node = firstNode; node <= lastNode; node++) {
            for (int nic = firstNic; nic <= lastNic; nic++) {
                sink.accept(node * nics + nic);
            }
        }
    }
}
