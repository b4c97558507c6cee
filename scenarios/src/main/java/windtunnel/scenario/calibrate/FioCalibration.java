package windtunnel.scenario.calibrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import windtunnel.core.unit.Numbers;

/** Drives of one node from the output of {@code fio --output-format=json}: jobs of one or several block sizes, read or write. */
public final class FioCalibration implements Calibration {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SIZE = Pattern.compile("([0-9.]+)\\s*([kKmMgG]?)(i?[bB])?");

    /** Blocks of a size in bytes moved at a rate in bytes per second. */
    private record Job(String name, double block, double rate, boolean mixed) {}

    @Override
    public String name() {
        return "fio";
    }

    @Override
    public Fitted fit(String entry, String file, String text) {
        JsonNode root = parse(file, text);
        String version = root.path("fio version").asText("fio");
        List<Job> reads = jobs(root, "read");
        List<Job> writes = jobs(root, "write");
        boolean mixed = left(reads) || left(writes);
        reads = alone(reads);
        writes = alone(writes);
        if (reads.isEmpty() && writes.isEmpty()) {
            throw new CalibrationException(
                    file + ": has no job that read or wrote anything; run fio with --output-format=json");
        }
        List<Fitted.Residual> residuals = new ArrayList<>();
        StringBuilder yaml = new StringBuilder("name: " + entry + "\naliases: []\n");
        String source =
                "{ value: %s, source: measured by " + version + ", as-of: " + date(root) + ", tag: measured }\n";
        add("read", reads, source, yaml, residuals);
        add("write", writes, source, yaml, residuals);
        List<String> remarks = new ArrayList<>();
        remarks.add("For 'sku' of a storage of kind nvme-cache; rates are those of all jobs of fio together.");
        if (writes.isEmpty()) {
            remarks.add("Nothing was written: give 'write' beside it.");
        }
        if (reads.isEmpty()) {
            remarks.add("Nothing was read: give 'read' beside it.");
        }
        if (mixed) {
            remarks.add("Jobs that read and wrote at once are left out: each way had a share of the drives only.");
        }
        return new Fitted("drive", yaml.toString(), residuals, remarks);
    }

    private static JsonNode parse(String file, String text) {
        int start = text.indexOf('{');
        try {
            // fio may print warnings before the object.
            return JSON.readTree(start < 0 ? text : text.substring(start));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new CalibrationException(file + ":" + line + ": is no JSON of fio: " + e.getOriginalMessage());
        }
    }

    private static String date(JsonNode root) {
        return root.path("timestamp").canConvertToLong()
                ? java.time.Instant.ofEpochSecond(root.path("timestamp").asLong())
                        .toString()
                        .substring(0, 10)
                : "undated";
    }

    /** Jobs of one group run side by side, so those of a group with blocks of one size are one measurement. */
    private static List<Job> jobs(JsonNode root, String way) {
        JsonNode all = root.has("client_stats") ? root.path("client_stats") : root.path("jobs");
        Map<String, Job> together = new LinkedHashMap<>();
        int number = 0;
        for (JsonNode job : all) {
            number++;
            String name = job.path("jobname").asText("job");
            double rate = moved(job, way);
            String block = block(job.path("job options"), way)
                    .or(() -> block(root.path("global options"), way))
                    .orElse("4k");
            Optional<Double> bytes = bytes(block);
            if (rate > 0 && bytes.isPresent() && !name.equals("All clients")) {
                String group = job.has("groupid") ? job.path("groupid").asText() : "job " + number;
                boolean mixed = moved(job, way.equals("read") ? "write" : "read") > 0;
                Job one = new Job(name + ", " + way + " " + block, bytes.get(), rate, mixed);
                together.merge(
                        group + " " + bytes.get(),
                        one,
                        (a, b) -> new Job(a.name(), a.block(), a.rate() + b.rate(), a.mixed()));
            }
        }
        return List.copyOf(together.values());
    }

    /** Whether some jobs did one thing only and others both at once. */
    private static boolean left(List<Job> jobs) {
        return jobs.stream().anyMatch(Job::mixed) && !jobs.stream().allMatch(Job::mixed);
    }

    /** The jobs that did one thing only, if there are any. */
    private static List<Job> alone(List<Job> jobs) {
        return left(jobs) ? jobs.stream().filter(job -> !job.mixed()).toList() : jobs;
    }

    private static double moved(JsonNode job, String way) {
        return job.path(way).path("bw_bytes").asDouble(job.path(way).path("bw").asDouble() * 1024);
    }

    /** The block size of one way; fio writes "read,write,trim" where they differ, and ranges as "least-most". */
    private static Optional<String> block(JsonNode options, String way) {
        String text = options.path("bs").asText(options.path("blocksize").asText(""));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = text.split(",");
        String own = way.equals("write") && parts.length > 1 && !parts[1].isBlank() ? parts[1] : parts[0];
        return Optional.of(own.isBlank() ? "4k" : own.strip());
    }

    /** fio's sizes are powers of 1024. */
    private static Optional<Double> bytes(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double factor = switch (matcher.group(2).toLowerCase(java.util.Locale.ROOT)) {
            case "k" -> 1 << 10;
            case "m" -> 1 << 20;
            case "g" -> 1 << 30;
            default -> 1;
        };
        return Optional.of(Double.parseDouble(matcher.group(1)) * factor);
    }

    private static void add(
            String way, List<Job> jobs, String source, StringBuilder yaml, List<Fitted.Residual> residuals) {
        if (jobs.isEmpty()) {
            return;
        }
        Transfers law = Transfers.fit(
                jobs.stream().mapToDouble(Job::block).toArray(),
                jobs.stream().mapToDouble(Job::rate).toArray());
        yaml.append(way).append(": ").append(source.replace("%s", rate(law.bytesPerSec())));
        if (law.operationSeconds() > 0) {
            String operations = Numbers.json(significant(1 / law.operationSeconds())) + " op/s";
            yaml.append(way).append("-operations: ").append(source.replace("%s", operations));
        }
        for (Job job : jobs) {
            residuals.add(new Fitted.Residual(job.name(), job.rate() / 1e6, law.rate(job.block()) / 1e6, "MB/s"));
        }
    }

    /** A rate as a quantity that the scenario language reads, to 6 digits. */
    static String rate(double bytesPerSec) {
        return Numbers.json(significant(bytesPerSec / 1e6)) + " MB/s";
    }

    /** A number to 6 digits. */
    static double significant(double value) {
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(6))
                .doubleValue();
    }
}
