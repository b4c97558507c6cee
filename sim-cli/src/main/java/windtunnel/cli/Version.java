package windtunnel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;
import windtunnel.scenario.library.Catalog;

/** The version of the program, and the date of its library. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"windtunnel " + number() + ", library of " + Catalog.date()};
    }

    /** The version number that results carry. */
    static String number() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException("the jar lacks its version", e);
        }
    }
}
