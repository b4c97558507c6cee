package windtunnel.report.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import windtunnel.scenario.compare.ComparisonException;
import windtunnel.scenario.compare.Design;
import windtunnel.scenario.compare.ResultReader;

/** Results of many runs in one database file: tables {@code results}, {@code metrics}, {@code ledger} and {@code bill}. */
public final class History implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Database database;

    private History(Database database) {
        this.database = database;
    }

    /** Opens a history, which is made when it is not there. */
    public static History open(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(parent);
        } catch (IOException e) {
            throw new StoreException(parent + " cannot be made");
        }
        History history = new History(Database.open(Optional.of(file), false));
        history.database.run("CREATE TABLE IF NOT EXISTS results (id INTEGER, scenario VARCHAR, cluster VARCHAR, "
                + "hash VARCHAR, version VARCHAR, seed BIGINT, replications INTEGER, fingerprint VARCHAR)");
        history.database.run("CREATE TABLE IF NOT EXISTS metrics "
                + "(id INTEGER, metric VARCHAR, unit VARCHAR, n INTEGER, mean DOUBLE, half_width_95 DOUBLE)");
        history.database.run("CREATE TABLE IF NOT EXISTS ledger "
                + "(id INTEGER, workload VARCHAR, state VARCHAR, gpu_seconds DOUBLE, usd DOUBLE)");
        history.database.run("CREATE TABLE IF NOT EXISTS bill "
                + "(id INTEGER, item VARCHAR, quantity DOUBLE, unit VARCHAR, price VARCHAR, usd DOUBLE)");
        return history;
    }

    /**
     * Adds the result in a folder; the same result a second time changes nothing.
     *
     * @return whether it was new
     */
    public boolean add(Path folder) {
        Design design;
        JsonNode head;
        try {
            design = ResultReader.read("A", folder);
            head = MAPPER.readTree(folder.resolve("result.json").toFile()).required("windtunnel");
        } catch (ComparisonException | IOException e) {
            throw new StoreException(e.getMessage());
        }
        String fingerprint = head.path("fingerprint").asText();
        String version = head.path("version").asText();
        boolean known = !database.query(
                        "SELECT id FROM results WHERE fingerprint = ? AND version = ? AND hash = ?",
                        fingerprint,
                        version,
                        design.hash())
                .rows()
                .isEmpty();
        if (known) {
            return false;
        }
        database.run("BEGIN TRANSACTION");
        insert(design, version, fingerprint);
        database.run("COMMIT");
        return true;
    }

    private void insert(Design design, String version, String fingerprint) {
        int id = Integer.parseInt(database.query("SELECT coalesce(max(id), 0) + 1 FROM results")
                .rows()
                .get(0)
                .get(0));
        database.run(
                "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                design.name(),
                design.cluster(),
                design.hash(),
                version,
                design.seed(),
                design.replications(),
                fingerprint);
        design.figures()
                .metrics()
                .forEach((name, m) -> database.run(
                        "INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?)",
                        id,
                        name,
                        m.unit(),
                        m.n(),
                        m.mean(),
                        m.halfWidth95()));
        design.figures()
                .ledger()
                .forEach(row -> database.run(
                        "INSERT INTO ledger VALUES (?, ?, ?, ?, ?)",
                        id,
                        row.workload(),
                        row.state(),
                        row.gpuSeconds(),
                        row.usd().doubleValue()));
        design.figures()
                .bill()
                .forEach(row -> database.run(
                        "INSERT INTO bill VALUES (?, ?, ?, ?, ?, ?)",
                        id,
                        row.item(),
                        row.quantity().doubleValue(),
                        row.unit(),
                        row.price(),
                        row.usd().doubleValue()));
    }

    /** All results, oldest first, with their cost and time. */
    public Database.Table list() {
        return database.query("SELECT r.id, r.scenario, r.version, r.hash, r.replications AS runs, round(c.mean, 2) AS "
                + "cost_usd, round(t.mean, 3) AS seconds FROM results r LEFT JOIN metrics c ON c.id = r.id AND c.metric = 'run.cost' "
                + "LEFT JOIN metrics t ON t.id = r.id AND t.metric = 'run.wall_time' ORDER BY r.id");
    }

    /** A metric over the versions of a scenario, oldest first, with the change from one to the next in percent. */
    public Database.Table trend(String metric, String scenario) {
        return database.query(
                "SELECT r.id, r.scenario, r.version, r.hash, m.mean, m.half_width_95, m.unit, round(100 * (m.mean / "
                        + "nullif(lag(m.mean) OVER (PARTITION BY r.scenario ORDER BY r.id), 0) - 1), 3) AS change_pct "
                        + "FROM results r JOIN metrics m USING (id) WHERE m.metric = ? AND (? = '' OR r.scenario = ?) "
                        + "ORDER BY r.scenario, r.id",
                metric,
                scenario,
                scenario);
    }

    @Override
    public void close() {
        database.close();
    }
}
