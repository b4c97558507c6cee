package windtunnel.model.key;

/** A record that can say what is wrong with its own values beyond what their types forbid. */
public interface Checked {
    /** Adds an issue for each value or combination that makes no sense; paths are relative to this record. */
    void check(Issues issues);
}
