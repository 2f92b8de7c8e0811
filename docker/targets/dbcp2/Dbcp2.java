import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;

/** Commons DBCP as its documentation has it: a BasicDataSource, whose maxWait is how long a connection is waited for. */
final class Dbcp2 extends Pooled {
    public static void main(String[] args) throws Exception {
        new Dbcp2().warm().serve();
    }

    @Override
    Map<String, Object> hello() throws Exception {
        return declared("dbcp2", BasicDataSource.class, "https://commons.apache.org/proper/commons-dbcp/",
            "https://issues.apache.org/jira/browse/DBCP", List.of("tx", "pool", "concurrent"), "sqlstate");
    }

    @Override
    DataSource open(String url, Properties properties, int max, long ms) {
        BasicDataSource source = new BasicDataSource();
        source.setUrl(url);
        properties.forEach((name, value) -> source.addConnectionProperty((String) name, (String) value));
        source.setMaxTotal(max);
        patience(source, ms);
        return source;
    }

    @Override
    void patience(DataSource source, long ms) {
        ((BasicDataSource) source).setMaxWait(Duration.ofMillis(ms == 0 ? -1 : ms));
    }

    @Override
    void close(DataSource source) throws SQLException {
        ((BasicDataSource) source).close();
    }
}
