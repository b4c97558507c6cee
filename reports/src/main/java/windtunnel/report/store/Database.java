package windtunnel.report.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DuckDB inside this process: nothing is installed, nothing leaves the machine, extensions are never fetched. */
public final class Database implements AutoCloseable {
    private static final String DRIVER = "org.duckdb.DuckDBDriver";

    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /**
     * An answer.
     *
     * @param columns names
     * @param rows values as text, null where there is none
     */
    public record Table(List<String> columns, List<List<String>> rows) {}

    /** Whether the engine's jar is there. */
    public static boolean present() {
        try {
            Class.forName(DRIVER, false, Database.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Opens {@code file}, or a database in memory when there is none. */
    public static Database open(Optional<Path> file, boolean readOnly) {
        if (!present()) {
            throw new StoreException(
                    "this needs the database engine: lib/duckdb_jdbc.jar beside windtunnel.jar is missing");
        }
        try {
            Optional<Path> known = file.filter(path -> !readOnly || Files.exists(path));
            java.util.Properties settings = new java.util.Properties();
            if (readOnly && known.isPresent()) {
                settings.setProperty("duckdb.read_only", "true");
            }
            String url = "jdbc:duckdb:" + known.map(Path::toString).orElse("");
            Database database = new Database(DriverManager.getConnection(url, settings));
            database.run("SET autoinstall_known_extensions = false");
            database.run("SET threads = 1");
            return database;
        } catch (SQLException e) {
            throw new StoreException(file.map(Path::toString).orElse("the database") + ": " + message(e));
        }
    }

    /** Runs a statement without answer. */
    void run(String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new StoreException(message(e));
        }
    }

    /** The answer to a question. */
    public Table query(String sql) {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return new Table(List.of(), List.of());
            }
            try (ResultSet result = statement.getResultSet()) {
                return table(result);
            }
        } catch (SQLException e) {
            throw new StoreException(message(e));
        }
    }

    /** The answer to a question with values in the place of its marks. */
    Table query(String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return table(result);
            }
        } catch (SQLException e) {
            throw new StoreException(message(e));
        }
    }

    private static Table table(ResultSet result) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnLabel(i));
        }
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(text(result.getObject(i)));
            }
            rows.add(row);
        }
        return new Table(columns, rows);
    }

    private static String text(Object value) {
        if (value == null) {
            return null;
        }
        boolean finite = value instanceof Double number && !number.isNaN() && !number.isInfinite();
        return finite ? windtunnel.core.unit.Numbers.json((Double) value) : value.toString();
    }

    /** The first line of what the engine says, which names its own syntax. */
    private static String message(SQLException e) {
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        // The engine's own sentence follows one about its statement.
        int own = text.indexOf("\nError: ");
        return text.substring(own < 0 ? 0 : own + "\nError: ".length()).strip();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException(message(e));
        }
    }
}
