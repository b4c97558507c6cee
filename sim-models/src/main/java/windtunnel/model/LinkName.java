package windtunnel.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reading of names such as {@code node-3/nic-0/out}. */
public final class LinkName {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern FIRST_NUMBER = Pattern.compile("[0-9]{1,9}");

    private LinkName() {}

    /** The number in {@code word} after {@code prefix}, or -1 unless it is one below {@code limit}. */
    public static int number(String word, String prefix, int limit) {
        if (!word.startsWith(prefix)
                || !NUMBER.matcher(word.substring(prefix.length())).matches()) {
            return -1;
        }
        int value = Integer.parseInt(word.substring(prefix.length()));
        return value < limit ? value : -1;
    }

    /** The first number of a name, at most {@code limit - 1}; 0 without one. */
    public static int meant(String name, int limit) {
        Matcher number = FIRST_NUMBER.matcher(name);
        return number.find() ? Math.min(Integer.parseInt(number.group()), limit - 1) : 0;
    }
}
