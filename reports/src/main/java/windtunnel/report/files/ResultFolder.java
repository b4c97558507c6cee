package windtunnel.report.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import windtunnel.report.chart.Chart;
import windtunnel.report.chart.Charts;
import windtunnel.report.chart.svg.Drawing;
import windtunnel.report.html.HtmlReport;
import windtunnel.scenario.run.Outcome;

/**
 * Writes the result folder of a run.
 *
 * <p>Everything is rendered first, written below a temporary name inside the folder, then moved; {@code result.json} is taken
 * away before and put in place last, so a folder that has one holds a whole result.
 */
public final class ResultFolder {
    private static final String RESULT = "result.json";
    private static final String INTERRUPTIONS = "interruptions.csv";
    private static final String SIZES = "sizes.csv";
    private static final String CHARTS = "charts";
    private static final String DRAWS = "draws.csv";
    private static final String STAGING = ".windtunnel-writing";
    private static final List<String> OURS = List.of(
            RESULT,
            "runs.jsonl",
            "metrics.csv",
            INTERRUPTIONS,
            SIZES,
            "report.html",
            "report.md",
            "run-info.json",
            "trace.json",
            DRAWS,
            CHARTS,
            STAGING);

    private ResultFolder() {}

    /**
     * Refuses a folder that holds anything else than a former result; worth calling before a long simulation.
     *
     * @throws ResultFolderException if {@code folder} is a file, or holds something else and {@code force} is false
     */
    public static void check(Path folder, boolean force) {
        OutputFolder.requireWritable(folder);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new ResultFolderException(folder, folder + " is not a folder; name a folder for the results");
        }
        if (force) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> list = entries.sorted().toList();
            list.stream().filter(entry -> !isOurs(entry)).findFirst().ifPresent(foreign -> {
                throw refusal(folder, "holds '" + foreign.getFileName() + "', which is no result of windtunnel");
            });
            if (!list.isEmpty() && !isResult(folder)) {
                throw refusal(folder, "holds files, but no result.json of windtunnel");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ResultFolderException refusal(Path folder, String why) {
        return new ResultFolderException(
                folder, folder + " " + why + "; name another folder, or use --force to write into this one");
    }

    private static boolean isOurs(Path entry) {
        String name = entry.getFileName().toString();
        boolean folder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
        boolean expectsFolder = name.equals(CHARTS) || name.equals(STAGING);
        if (!OURS.contains(name) || folder != expectsFolder || Files.isSymbolicLink(entry)) {
            return false;
        }
        return !name.equals(CHARTS) || onlyCharts(entry);
    }

    private static boolean onlyCharts(Path charts) {
        try (Stream<Path> entries = Files.list(charts)) {
            return entries.allMatch(entry -> isChart(entry) && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isChart(Path entry) {
        String name = entry.getFileName().toString();
        return name.endsWith(".svg") || name.endsWith(".png");
    }

    /** Whether the folder holds a result, or what an interrupted writer left. */
    private static boolean isResult(Path folder) throws IOException {
        Path result = folder.resolve(RESULT);
        if (!Files.exists(result)) {
            return Files.isDirectory(folder.resolve(STAGING));
        }
        return Files.readString(result, StandardCharsets.UTF_8).contains("\"schema\": \"windtunnel/result/");
    }

    /**
     * Writes all files of a result, in place of a former result; files of others stay as they are under {@code force}.
     *
     * @throws ResultFolderException as {@link #check}, and where the disk or the rights do not allow it
     */
    public static void write(Path folder, Outcome outcome, RunInfo info, boolean force) {
        check(folder, force);
        Map<String, byte[]> files = render(outcome, info);
        try {
            Path staging = folder.resolve(STAGING);
            Files.createDirectories(staging);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path target = staging.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.write(target, file.getValue());
            }
            replace(folder, staging, files);
        } catch (IOException e) {
            throw OutputFolder.unwritable(folder, e);
        }
    }

    private static Map<String, byte[]> render(Outcome outcome, RunInfo info) {
        Map<String, byte[]> files = new TreeMap<>();
        List<Chart> charts = Charts.of(outcome);
        files.put(RESULT, bytes(ResultJson.render(outcome)));
        files.put("runs.jsonl", bytes(RunsJsonl.render(outcome)));
        files.put("metrics.csv", bytes(MetricsCsv.render(outcome)));
        if (InterruptionsCsv.any(outcome)) {
            files.put(INTERRUPTIONS, bytes(InterruptionsCsv.render(outcome)));
        }
        if (InterruptionsCsv.anySizes(outcome)) {
            files.put(SIZES, bytes(InterruptionsCsv.sizes(outcome)));
        }
        files.put("report.md", bytes(MarkdownReport.render(outcome)));
        files.put("report.html", bytes(HtmlReport.render(outcome)));
        outcome.risk().ifPresent(risk -> files.put(DRAWS, bytes(RiskJson.csv(risk))));
        files.put("run-info.json", bytes(info.render()));
        for (Chart chart : charts) {
            Drawing drawing = chart.standalone();
            files.put(CHARTS + "/" + chart.name() + ".svg", bytes(drawing.svgFile()));
            files.put(CHARTS + "/" + chart.name() + ".png", drawing.png());
        }
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void replace(Path folder, Path staging, Map<String, byte[]> files) throws IOException {
        Files.deleteIfExists(folder.resolve(RESULT));
        for (String maybe : List.of("trace.json", DRAWS, INTERRUPTIONS, SIZES)) {
            Files.deleteIfExists(folder.resolve(maybe));
        }
        Path charts = Files.createDirectories(folder.resolve(CHARTS));
        try (Stream<Path> old = Files.list(charts)) {
            for (Path chart : old.filter(ResultFolder::isChart).toList()) {
                Files.delete(chart);
            }
        }
        for (String name : files.keySet()) {
            if (!name.equals(RESULT)) {
                move(staging, folder, name);
            }
        }
        move(staging, folder, RESULT);
        try (Stream<Path> rest = Files.walk(staging)) {
            for (Path path : rest.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void move(Path from, Path to, String name) throws IOException {
        Files.move(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
