package windtunnel.scenario.read;

/** What a scenario is read for; it decides what is an error. */
enum Purpose {
    /** To know what it says. */
    DESCRIBE,
    /** To run it: what cannot be run or priced is an error. */
    RUN,
    /** To find a layout for its job: as for a run, but the file's own layout may be impossible. */
    LAYOUTS
}
