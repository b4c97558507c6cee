package windtunnel.report.files;

/**
 * What differs from one execution of the same run to the next; kept apart from all other files.
 *
 * @param startedAt when the simulation was started, ISO 8601
 * @param wallSeconds real time that it took
 * @param events events fired, all replications
 * @param workers threads
 * @param machine processor, operating system
 * @param java version of the Java runtime
 */
public record RunInfo(String startedAt, double wallSeconds, long events, int workers, String machine, String java) {

    /** The text of {@code run-info.json}. */
    String render() {
        return new Json()
                        .put("schema", "windtunnel/run-info/1")
                        .put("startedAt", startedAt)
                        .put("wallSeconds", wallSeconds)
                        .put("events", events)
                        .put("eventsPerSecond", wallSeconds > 0 ? events / wallSeconds : 0)
                        .put("workers", workers)
                        .put("machine", machine)
                        .put("java", java)
                + "\n";
    }
}
