import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCallback;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Spring's JdbcTemplate and DataSourceTransactionManager over one connection of pgjdbc. What it says beyond JDBC is the kind of its
 * exceptions: transient or not, and a timeout.
 */
final class SpringJdbc extends Pooled {
    public static void main(String[] args) throws Exception {
        new SpringJdbc().warm().serve();
    }

    @Override
    Map<String, Object> hello() throws Exception {
        return declared("spring-jdbc", JdbcTemplate.class, "https://spring.io/projects/spring-framework",
            "https://github.com/spring-projects/spring-framework/issues", List.of("tx", "concurrent"), "sqlstate");
    }

    @Override
    DataSource open(String url, Properties properties, int max, long ms) {
        SingleConnectionDataSource source = new SingleConnectionDataSource(url, true);
        source.setConnectionProperties(properties);
        return source;
    }

    @Override
    void close(DataSource source) {
        ((SingleConnectionDataSource) source).destroy();
    }

    @Override
    boolean pools() {
        return false;
    }

    /** The template does the statement: on the connection of the transaction where there is one. */
    @Override
    Map<String, Object> once(Session s, Map<String, Object> request) {
        JdbcTemplate template = new JdbcTemplate(s.source);
        template.setQueryTimeout(seconds(request));
        String sql = (String) request.get("sql");
        if (request.get("args") == null) {
            return template.execute((StatementCallback<Map<String, Object>>) statement -> result(statement, statement.execute(sql)));
        }
        return template.execute(questionMarks(sql), (PreparedStatementCallback<Map<String, Object>>) statement -> {
            Object[] args = arguments(request);
            for (int i = 0; i < args.length; i++) {
                statement.setObject(i + 1, args[i]);
            }
            return result(statement, statement.execute());
        });
    }

    @Override
    void begin(Session s, Map<String, Object> request) {
        s.transaction = new DataSourceTransactionManager(s.source).getTransaction(new DefaultTransactionDefinition());
    }

    @Override
    void end(Session s, Map<String, Object> request, boolean commit) {
        TransactionStatus transaction = (TransactionStatus) s.transaction;
        s.transaction = null;
        if (transaction == null) {
            throw new IllegalTransactionStateException("no transaction was begun");
        }
        DataSourceTransactionManager manager = new DataSourceTransactionManager(s.source);
        if (commit) {
            manager.commit(transaction);
        } else {
            manager.rollback(transaction);
        }
    }

    @Override
    Map<String, Object> claim(Throwable error) {
        Map<String, Object> claim = super.claim(error);
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException && ((SQLException) cause).getSQLState() != null) {
                claim.put("sqlstate", ((SQLException) cause).getSQLState());
                break;
            }
        }
        if (error instanceof TransientDataAccessException || error instanceof RecoverableDataAccessException) {
            claim.put("transient", true);
        } else if (error instanceof NonTransientDataAccessException) {
            claim.put("transient", false);
        }
        if (error instanceof QueryTimeoutException) {
            claim.put("timeout", true);
        }
        return claim;
    }
}
