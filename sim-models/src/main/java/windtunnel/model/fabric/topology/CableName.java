package windtunnel.model.fabric.topology;

import java.util.Arrays;
import java.util.List;
import windtunnel.model.LinkName;

/**
 * What a user calls cables by: a switch for all of its cables, two switches for the cable between them, each with one direction or both.
 *
 * @param ends one or two names of switches
 * @param up whether the direction up, or out, is meant
 * @param down whether the direction down, or in, is meant
 */
record CableName(List<String> ends, boolean up, boolean down) {
    /** Reads {@code leaf-1}, {@code leaf-1/spine-2} or {@code leaf-1/spine-2/up}. */
    static CableName parse(String name) {
        List<String> words = Arrays.asList(name.split("/", -1));
        String last = words.get(words.size() - 1);
        boolean up = last.equals("up");
        boolean down = last.equals("down");
        List<String> ends = up || down ? words.subList(0, words.size() - 1) : words;
        return new CableName(List.copyOf(ends), up || !down, down || !up);
    }

    /** The number of the end that begins with {@code prefix}, or -1. */
    int number(String prefix, int limit) {
        int number = -1;
        for (String end : ends) {
            number = Math.max(number, LinkName.number(end, prefix, limit));
        }
        return number;
    }

    /** Whether a cable between two switches is meant, when {@code one} and {@code other} say whether each is named. */
    boolean means(boolean one, boolean other) {
        return !ends.isEmpty() && (one ? 1 : 0) + (other ? 1 : 0) == ends.size();
    }

    /** The numbers of all ends that begin with {@code prefix}; none unless every end does. */
    int[] numbers(String prefix, int limit) {
        int[] numbers = ends.stream()
                .mapToInt(end -> LinkName.number(end, prefix, limit))
                .toArray();
        return Arrays.stream(numbers).allMatch(n -> n >= 0) ? numbers : new int[0];
    }

    /** Whether the link of a full name, {@code router-1/router-2/up}, is meant. */
    boolean means(String link) {
        String[] words = link.split("/");
        boolean one = ends.contains(words[0]);
        boolean other = ends.contains(words[1]);
        return means(one, other) && (words[2].equals("up") ? up : down);
    }

    /** Both directions of a cable, as far as they are meant. */
    void add(int upLink, int downLink, List<Integer> found) {
        if (up) {
            found.add(upLink);
        }
        if (down) {
            found.add(downLink);
        }
    }

    /** A range for messages: {@code leaf-0 to leaf-7}; nothing of none. */
    static void range(String prefix, int count, List<String> names) {
        if (count > 0) {
            names.add(count == 1 ? prefix + "0" : prefix + "0 to " + prefix + (count - 1));
        }
    }

    /** The name of this kind that {@code name} may mean. */
    static void similar(String name, String prefix, int count, List<String> names) {
        if (count > 0) {
            names.add(prefix + LinkName.meant(name, count));
        }
    }
}
