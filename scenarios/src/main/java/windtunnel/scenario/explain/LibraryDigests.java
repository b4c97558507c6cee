package windtunnel.scenario.explain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import windtunnel.scenario.library.Catalog;
import windtunnel.scenario.read.Inputs;

/** Digests of the library files that a scenario reads, so that a change of one is recognised as the file's. */
public final class LibraryDigests {
    private LibraryDigests() {}

    /** The first 16 hex digits of SHA-256 of each file's text, line ends aside, by {@code KIND/NAME}. */
    public static SortedMap<String, String> of(Inputs inputs, Map<String, String> lines, Catalog catalog) {
        SortedMap<String, String> digests = new TreeMap<>();
        for (String path :
                lines.keySet().stream().filter(p -> p.endsWith(".name")).toList()) {
            for (Inputs.Holder holder : inputs.holders(path, lines)) {
                String name = lines.get(holder.naming());
                if (!holder.kind().isEmpty() && name != null && name.length() > 2) {
                    String plain = name.substring(1, name.length() - 1);
                    catalog.find(holder.kind(), plain)
                            .ifPresent(entry -> digests.computeIfAbsent(
                                    holder.kind() + "/" + entry.name(), key -> digest(catalog.text(entry))));
                }
            }
        }
        return digests;
    }

    private static String digest(String text) {
        try {
            byte[] bytes = text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
