package windtunnel.scenario.library;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of models as people spell them: {@code meta-llama/Llama-3.1-70B-Instruct}, {@code llama3.1 70b} and {@code LLAMA_3.1_70B} are one.
 * Case, blanks, dashes and underscores do not count, nor the owner before a slash, nor what says how a model was tuned or stored after its
 * training, which changes no shape. Dots count: they tell Llama 3.1 from Llama 31.
 */
final class Spelling {
    private static final Pattern OWNER = Pattern.compile("^.*/|^meta[ _-](?=llama)");
    private static final Pattern TUNED =
            Pattern.compile("[ _-](hf|instruct|chat|base|it|pt|bf16|fp8|pretrain|pretraining|v0\\.[1-3])$");
    private static final Pattern GAPS = Pattern.compile("[ _-]+");

    private Spelling() {}

    /** The name without what does not count. */
    static String plain(String name) {
        String text = OWNER.matcher(name.trim().toLowerCase(Locale.ROOT)).replaceAll("");
        text = OWNER.matcher(text).replaceFirst("");
        String shorter = TUNED.matcher(text).replaceFirst("");
        while (!shorter.equals(text)) {
            text = shorter;
            shorter = TUNED.matcher(text).replaceFirst("");
        }
        return GAPS.matcher(text).replaceAll("");
    }

    /** The entries by all of their names without what does not count; a name that two of them share stands for neither. */
    static Map<String, Optional<Catalog.Entry>> index(Iterable<Catalog.Entry> entries) {
        Map<String, Optional<Catalog.Entry>> index = new LinkedHashMap<>();
        for (Catalog.Entry entry : entries) {
            add(index, List.of(entry.name()), entry);
            add(index, entry.aliases(), entry);
        }
        return index;
    }

    private static void add(Map<String, Optional<Catalog.Entry>> index, List<String> names, Catalog.Entry entry) {
        for (String name : names) {
            index.merge(plain(name), Optional.of(entry), (one, other) -> one.equals(other) ? one : Optional.empty());
        }
    }
}
