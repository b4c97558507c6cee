package windtunnel.scenario.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import windtunnel.scenario.shape.Json;

/**
 * Finished runs on disk: appended one line each, forced to the device before the run counts as done, so that a kill loses none
 * of them. A line ends in a checksum; a last line that was torn by a kill is cut off when the journal is opened again.
 */
final class Journal implements AutoCloseable {
    /** The file in the sweep's folder. */
    static final String FILE = "journal.jsonl";

    private static final String SCHEMA = "windtunnel/sweep-journal/1";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final char TAB = '\t';

    private final FileChannel channel;
    private final FileLock lock;
    private final SortedMap<WorkUnit, RunRecord> done = new TreeMap<>();

    private Journal(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens the journal in {@code folder}, which must exist.
     *
     * @param plan what is being run; another plan's journal is refused
     * @param resume whether finished runs of a former attempt count; they are thrown away otherwise
     */
    static Journal open(Path folder, String plan, boolean resume) {
        Path file = folder.resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock == null) {
                channel.close();
                throw new SweepException(folder + " is in use by another sweep");
            }
            Journal journal = new Journal(channel, lock);
            try {
                journal.restore(file, plan, resume);
                return journal;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void restore(Path file, String plan, boolean resume) throws IOException {
        if (!resume) {
            channel.truncate(0);
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        int end = 0;
        boolean head = true;
        for (int from = 0; from < text.length(); ) {
            int line = text.indexOf('\n', from);
            Optional<JsonNode> json = line < 0 ? Optional.empty() : parse(text.substring(from, line));
            if (json.isEmpty()) {
                break;
            }
            if (head) {
                requirePlan(file, json.get(), plan);
                head = false;
            } else {
                RunRecord record = record(json.get());
                done.put(record.unit(), record);
            }
            from = line + 1;
            end = from;
        }
        long kept = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        channel.truncate(kept);
        channel.position(kept);
        if (head) {
            Map<String, Object> first = new TreeMap<>();
            first.put("schema", SCHEMA);
            first.put("plan", plan);
            write(Json.compact(first));
        }
    }

    private static void requirePlan(Path file, JsonNode head, String plan) {
        if (!SCHEMA.equals(head.path("schema").asText())) {
            throw new SweepException(file + " is no journal of a sweep");
        }
        if (!plan.equals(head.path("plan").asText())) {
            throw new SweepException(
                    file + " belongs to another sweep: scenario, axes, replications or version differ; leave out "
                            + "--resume to begin anew, or name another folder");
        }
    }

    /** The JSON of a line whose checksum holds. */
    private static Optional<JsonNode> parse(String line) {
        int tab = line.lastIndexOf(TAB);
        if (tab < 0 || !line.substring(tab + 1).equals(checksum(line.substring(0, tab)))) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readTree(line.substring(0, tab)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private static RunRecord record(JsonNode json) {
        SortedMap<String, RunRecord.Value> metrics = new TreeMap<>();
        json.required("metrics")
                .properties()
                .forEach(entry -> metrics.put(
                        entry.getKey(),
                        new RunRecord.Value(
                                entry.getValue().get(0).asText(),
                                entry.getValue().get(1).asDouble())));
        return new RunRecord(
                new WorkUnit(
                        json.required("point").asInt(),
                        json.required("replication").asInt()),
                json.required("infeasible").asText(),
                metrics,
                json.required("fingerprint").asText());
    }

    /** The finished runs by unit. */
    synchronized SortedMap<WorkUnit, RunRecord> done() {
        return new TreeMap<>(done);
    }

    /** Writes a finished run; it is on the device when this returns. */
    synchronized void append(RunRecord record) {
        Map<String, Object> metrics = new TreeMap<>();
        record.metrics().forEach((name, value) -> metrics.put(name, java.util.List.of(value.unit(), value.value())));
        Map<String, Object> line = new TreeMap<>();
        line.put("point", record.unit().point());
        line.put("replication", record.unit().replication());
        line.put("infeasible", record.infeasible());
        line.put("fingerprint", record.fingerprint());
        line.put("metrics", metrics);
        write(Json.compact(line));
        done.put(record.unit(), record);
    }

    private void write(String json) {
        ByteBuffer bytes = ByteBuffer.wrap((json + TAB + checksum(json) + '\n').getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
