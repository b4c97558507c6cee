package windtunnel.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import windtunnel.core.unit.Bytes;
import windtunnel.core.unit.QuantityException;
import windtunnel.report.text.CalibrationText;
import windtunnel.report.text.TableText;
import windtunnel.scenario.calibrate.Calibration;
import windtunnel.scenario.calibrate.CalibrationException;
import windtunnel.scenario.calibrate.CollectiveFit;
import windtunnel.scenario.calibrate.FioCalibration;
import windtunnel.scenario.calibrate.Fitted;
import windtunnel.scenario.calibrate.IorCalibration;
import windtunnel.scenario.calibrate.NcclTests;

/** Turns a measurement of the user's own hardware into an entry that scenarios can use. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = "Fit a library entry or collectives to your own measurements and print how well they fit.",
        footer = {
            "",
            "Examples: windtunnel calibrate --fio fio.json --name our-nvme --out library",
            "          windtunnel calibrate --nccl-tests all_reduce.log --out collectives.yaml"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final long MOST_BYTES = 64L << 20;

    @ParentCommand
    private Windtunnel root;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Measurement measurement;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the entry.", defaultValue = "measured")
    private String name;

    @Option(names = "--capacity", paramLabel = "SIZE", description = "With --ior: capacity of the file system.")
    private String capacity;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description =
                    "Write the file PATH if it ends in .yaml or .yml; else into the folder PATH: KIND/NAME.yaml, or"
                            + " NAME.yaml with --nccl-tests.")
    private Path out;

    /** What was measured. */
    static final class Measurement {
        @Option(names = "--fio", paramLabel = "JSON", description = "Output of fio --output-format=json.")
        private Path fio;

        @Option(names = "--ior", paramLabel = "LOG", description = "Output of IOR, of one or several runs.")
        private Path ior;

        @Option(
                names = "--nccl-tests",
                paramLabel = "LOG",
                description = "Output of nccl-tests, one or more tables: times of collectives.")
        private Path ncclTests;
    }

    @Override
    public Integer call() {
        if (!name.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new InputException(
                    "--name: '" + name + "' is no name of an entry; use small letters, digits and '-'");
        }
        if (measurement.ncclTests != null) {
            return collectives(measurement.ncclTests);
        }
        Path log = measurement.fio != null ? measurement.fio : measurement.ior;
        Fitted fitted;
        try {
            fitted = calibration().fit(name, log.toString(), read(log));
        } catch (CalibrationException e) {
            throw new InputException(e.getMessage());
        }
        root.console().out().print(CalibrationText.render(fitted));
        if (out != null) {
            Path file = target(Path.of(fitted.kind(), name + ".yaml"));
            write(file, fitted.yaml());
            root.console().out().println("written to " + file);
        }
        root.console().out().flush();
        return Exit.OK;
    }

    private int collectives(Path log) {
        CollectiveFit fit;
        try {
            fit = new NcclTests().fit(log.getFileName().toString(), read(log));
        } catch (CalibrationException e) {
            throw new InputException(e.getMessage());
        }
        StringBuilder text = new StringBuilder(TableText.render(fit.columns(), fit.residuals())).append('\n');
        fit.notes().forEach(note -> text.append(note).append('\n'));
        if (out == null) {
            text.append('\n').append(fit.yaml());
        } else {
            Path file = target(Path.of(name + ".yaml"));
            write(file, fit.yaml());
            text.append("written to ").append(file).append('\n');
        }
        root.console().out().print(text);
        root.console().out().flush();
        return Exit.OK;
    }

    /** The file that {@code --out} names, or the one in the folder that it names. */
    private Path target(Path inFolder) {
        String last = out.getFileName() == null ? "" : out.getFileName().toString();
        boolean file = (last.endsWith(".yaml") || last.endsWith(".yml")) && !Files.isDirectory(out);
        return file ? out : out.resolve(inFolder);
    }

    private Calibration calibration() {
        if (measurement.fio != null) {
            return new FioCalibration();
        }
        if (capacity == null) {
            throw new InputException("--ior needs --capacity, such as '480 TiB': tiers are rates per capacity");
        }
        try {
            return new IorCalibration(Bytes.parse(capacity));
        } catch (QuantityException e) {
            throw new InputException("--capacity: " + e.getMessage());
        }
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InputException("'" + file + "' is larger than 64 MiB");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException("'" + file + "' cannot be read as UTF-8 text");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + file + ": " + e.getMessage());
        }
    }
}
