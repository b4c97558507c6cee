package windtunnel.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import windtunnel.report.text.TableText;
import windtunnel.scenario.calibrate.Calibration;
import windtunnel.scenario.calibrate.CalibrationException;
import windtunnel.scenario.calibrate.NcclTests;

/** Fits parameters to a user's own measurements. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description =
                "Fit parameters to your own measurements: prints residuals, writes YAML that a scenario can include.",
        footer = {"", "Example: windtunnel calibrate --nccl-tests all_reduce.log --out collectives.yaml"})
final class CalibrateCommand implements Callable<Integer> {
    private static final long MOST_BYTES = 64L << 20;

    @ParentCommand
    private Windtunnel root;

    @ArgGroup(multiplicity = "1")
    private Log log;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the YAML there; without it, it is printed.")
    private Path out;

    /** One kind of log. */
    static final class Log {
        @Option(
                names = "--nccl-tests",
                paramLabel = "LOG",
                description = "Output of nccl-tests, one or more tables: times of collectives.")
        private Path ncclTests;

        private Path file() {
            return ncclTests;
        }

        private Calibration calibration() {
            return new NcclTests();
        }
    }

    @Override
    public Integer call() {
        Calibration.Fitted fitted;
        try {
            fitted = log.calibration().fit(log.file().getFileName().toString(), read(log.file()));
        } catch (CalibrationException e) {
            throw new InputException(e.getMessage());
        }
        StringBuilder text = new StringBuilder(TableText.render(fitted.columns(), fitted.residuals())).append('\n');
        fitted.notes().forEach(note -> text.append(note).append('\n'));
        if (out == null) {
            text.append('\n').append(fitted.yaml());
        } else {
            write(fitted.yaml());
            text.append("written to ").append(out).append('\n');
        }
        root.console().out().print(text);
        root.console().out().flush();
        return Exit.OK;
    }

    private String read(Path file) {
        String option = "--" + log.calibration().name() + ": ";
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InputException(option + file + " is larger than 64 MiB");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new InputException(option + file + " is no text in UTF-8");
        } catch (IOException e) {
            throw new InputException(option + "cannot read " + file);
        }
    }

    private void write(String yaml) {
        Path folder = out.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "calibrate", ".tmp");
            Files.writeString(temporary, yaml, StandardCharsets.UTF_8);
            Files.move(temporary, out, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new InputException("--out: cannot write " + out);
        }
    }
}
