package windtunnel.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import windtunnel.model.key.Inline;
import windtunnel.model.key.Key;
import windtunnel.model.kinds.Kinds;

/** The rules of the house, as a test: who may know whom, what may not be called, how long things may be. */
class HouseRulesTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("windtunnel");
    private static final String[] DETERMINISTIC = {"windtunnel.core..", "windtunnel.model..", "windtunnel.oracle.."};

    @Test
    void modulesLookOneWayOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("core")
                .definedBy("windtunnel.core..")
                .layer("models")
                .definedBy("windtunnel.model..", "windtunnel.oracle..")
                .layer("scenarios")
                .definedBy("windtunnel.scenario..")
                .layer("reports")
                .definedBy("windtunnel.report..")
                .layer("cli")
                .definedBy("windtunnel.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("reports")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("scenarios")
                .mayOnlyBeAccessedByLayers("reports", "cli")
                .whereLayer("models")
                .mayOnlyBeAccessedByLayers("scenarios", "reports", "cli")
                .check(ALL);
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("windtunnel.core.(*)..")
                .should()
                .beFreeOfCycles()
                .check(ALL);
        SlicesRuleDefinition.slices()
                .matching("windtunnel.scenario.(*)..")
                .should()
                .beFreeOfCycles()
                .check(ALL);
        SlicesRuleDefinition.slices()
                .matching("windtunnel.report.(*)..")
                .should()
                .beFreeOfCycles()
                .check(ALL);
    }

    @Test
    void modelSiblingsMeetThroughInterfacesOnly() {
        List<String> open = List.of("hardware", "key", "compute", "retention");
        List<String> closed = List.of("fabric", "collective", "storage", "disruption", "training", "cost");
        for (String from : closed) {
            for (String to : closed) {
                boolean money = from.equals("storage") && to.equals("cost");
                if (!from.equals(to) && !money) {
                    noClasses()
                            .that()
                            .resideInAPackage("windtunnel.model." + from + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("windtunnel.model." + to + "..")
                            .check(ALL);
                }
            }
        }
        for (String from : open) {
            noClasses()
                    .that()
                    .resideInAPackage("windtunnel.model." + from + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(closed.stream()
                            .map(name -> "windtunnel.model." + name + "..")
                            .toArray(String[]::new))
                    .check(ALL);
        }
        noClasses()
                .that()
                .resideInAPackage("windtunnel.model..")
                .and()
                .resideOutsideOfPackage("windtunnel.model.kinds..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("windtunnel.model.kinds..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("windtunnel.model.cost..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("windtunnel.core.engine..", "windtunnel.core.flow..")
                .check(ALL);
    }

    @Test
    void modelsKnowNeitherYamlNorCharts() {
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "org.yaml..", "org.jfree..", "org.apache.batik..", "picocli..")
                .check(ALL);
    }

    @Test
    void nothingDeterministicReadsTheClockOrHashOrder() {
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "identityHashCode", Object.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(HashMap.class)
                .orShould()
                .callConstructor(HashSet.class)
                .orShould()
                .dependOnClassesThat(named("java.util.Random", "java.util.concurrent.ThreadLocalRandom"))
                .check(ALL);
    }

    @Test
    void numbersBecomeTextInOnePlaceOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("windtunnel.core.unit..")
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(Double.class, "toString", double.class)
                .orShould()
                .callMethod(String.class, "valueOf", double.class)
                .orShould()
                .dependOnClassesThat(named("java.text.DecimalFormat", "java.text.NumberFormat"))
                .check(ALL.that(DescribedPredicate.not(drawing())));
    }

    private static DescribedPredicate<JavaClass> drawing() {
        return DescribedPredicate.describe(
                "draw charts, which takes JFreeChart's own types",
                type -> type.getPackageName().startsWith("windtunnel.report.chart"));
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        return DescribedPredicate.describe(
                "be one of " + List.of(names), type -> List.of(names).contains(type.getName()));
    }

    @Test
    void nothingStaticChanges() {
        fields().that()
                .areStatic()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(ALL.that(DescribedPredicate.describe(
                        "are ours", type -> !type.getName().contains("jmh_generated"))));
    }

    @Test
    void namesSayWhatThingsAre() {
        classes()
                .should()
                .haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl)(\\$.*)?")
                .andShould()
                .haveNameNotMatching(".*\\.Abstract[A-Z][a-z].*")
                .check(ALL);
    }

    @Test
    void everyKeyOfEveryKindIsDescribed() {
        for (Kinds.Kind kind : Kinds.all()) {
            assertThat(kind.family().isAssignableFrom(kind.type()))
                    .as(kind.name())
                    .isTrue();
            described(kind.name(), kind.type());
        }
    }

    private static void described(String kind, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Inline.class)) {
                described(kind, component.getType());
                continue;
            }
            Key key = component.getAnnotation(Key.class);
            assertThat(key).as(kind + "." + component.getName()).isNotNull();
            assertThat(key.doc()).isNotBlank().endsWith(".");
            assertThat(key.tag().isEmpty() || !key.source().isBlank())
                    .as(kind + "." + component.getName() + " has a tagged default without source")
                    .isTrue();
        }
    }

    @Test
    void filesStayReadable() throws IOException {
        List<String> tooLong = new ArrayList<>();
        List<String> machinePaths = new ArrayList<>();
        for (Path file : sources()) {
            List<String> lines = Files.readAllLines(file);
            long code = lines.stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty()
                            && !line.startsWith("*")
                            && !line.startsWith("/")
                            && !line.startsWith("import"))
                    .count();
            if (code > 450) {
                tooLong.add(Cli.ROOT.relativize(file) + " has " + code + " lines of code");
            }
            if (lines.stream().anyMatch(line -> line.contains("../" + "shared") || line.contains("/" + "work/"))) {
                machinePaths.add(file.toString());
            }
        }
        assertThat(tooLong).isEmpty();
        assertThat(machinePaths).isEmpty();
    }

    @Test
    void methodsStayShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources()) {
            int start = -1;
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.matches(" {4}[^ @*/}].*[)({]$") && !line.matches(".*\\b(class|record|enum|interface)\\b.*")) {
                    start = i;
                } else if (line.equals("    }") && start >= 0) {
                    if (i - start + 1 > 70) {
                        tooLong.add(
                                Cli.ROOT.relativize(file) + ":" + (start + 1) + " has " + (i - start + 1) + " lines");
                    }
                    start = -1;
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : List.of("sim-core", "sim-models", "scenarios", "reports", "bench", "sim-cli")) {
            try (Stream<Path> walk = Files.walk(Cli.ROOT.resolve(module).resolve("src"))) {
                walk.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        return files;
    }
}
