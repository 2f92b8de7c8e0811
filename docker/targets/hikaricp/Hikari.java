import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;

/** HikariCP as its documentation has it: a HikariConfig, whose connectionTimeout is how long each caller waits for a connection. */
final class Hikari extends Pooled {
    public static void main(String[] args) throws Exception {
        new Hikari().warm().serve();
    }

    @Override
    @SuppressWarnings("unchecked")
    Map<String, Object> hello() throws Exception {
        Map<String, Object> hello = declared("hikaricp", HikariDataSource.class, "https://github.com/brettwooldridge/HikariCP", "https://github.com/brettwooldridge/HikariCP/issues",
            List.of("tx", "pool", "concurrent"), "sqlstate");
        ((Map<String, Object>) hello.get("traits")).put("deadline", "connection"); // that of an acquire is the pool's
        return hello;
    }

    @Override
    DataSource open(String url, Properties properties, int max, long ms) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setDataSourceProperties(properties);
        config.setMaximumPoolSize(max);
        config.setConnectionTimeout(limit(ms));
        return new HikariDataSource(config);
    }

    /** It takes no less than 250 ms, and 0 is no limit. */
    private static long limit(long ms) {
        return ms == 0 ? 0 : Math.max(250, ms);
    }

    @Override
    void close(DataSource source) {
        ((HikariDataSource) source).close();
    }
}
