package windtunnel.model.key;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with an input, each with the path of the key; never throws, never prints. */
public final class Issues {
    private final List<Issue> list = new ArrayList<>();

    /** How bad an issue is. */
    public enum Level {
        /** The input cannot be run. */
        ERROR,
        /** The input can be run but probably does not say what was meant. */
        WARN
    }

    /**
     * One finding.
     *
     * @param level how bad
     * @param path dotted path of the key, relative to the record that was validated: {@code checkpoint.every}
     * @param message what is wrong and what to do
     */
    public record Issue(Level level, String path, String message) {}

    /** Adds an error. */
    public void error(String path, String message) {
        list.add(new Issue(Level.ERROR, path, message));
    }

    /** Adds a warning. */
    public void warn(String path, String message) {
        list.add(new Issue(Level.WARN, path, message));
    }

    /** Adds an error unless {@code holds}. */
    public void check(boolean holds, String path, String message) {
        if (!holds) {
            error(path, message);
        }
    }

    /** Adds a finding as it is. */
    public void add(Issue issue) {
        list.add(issue);
    }

    /** Adds everything of {@code other} below {@code prefix}. */
    public void addAll(String prefix, Issues other) {
        for (Issue issue : other.list) {
            String path = issue.path().isEmpty() ? prefix : prefix + "." + issue.path();
            list.add(new Issue(issue.level(), path, issue.message()));
        }
    }

    /** Whether there is an error. */
    public boolean hasErrors() {
        return list.stream().anyMatch(issue -> issue.level() == Level.ERROR);
    }

    /** The findings in the order in which they were added. */
    public List<Issue> list() {
        return List.copyOf(list);
    }
}
