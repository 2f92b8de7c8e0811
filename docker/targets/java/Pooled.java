import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * What is over JDBC's DataSource, as programs use it: a connection is taken for each unit of work (a statement, a transaction) and
 * given back. A session is a DataSource of one connection; what is taken from a pool by hand is held until it is released.
 *
 * <p>setQueryTimeout is the deadline of a statement, in whole seconds; a commit and a rollback have the network's timeout, as JDBC has it.
 */
abstract class Pooled extends Shim<Pooled.Session> {
    /** A DataSource, and the connection that is taken from it now. */
    static final class Session {
        final DataSource source;
        final boolean held; // taken from a pool by hand
        Connection conn;
        Object transaction;

        Session(DataSource source, Connection conn) {
            this.source = source;
            this.conn = conn;
            this.held = conn != null;
        }
    }

    /** Makes the library's DataSource, with this many connections at most; ms is how long one is waited for. */
    abstract DataSource open(String url, Properties properties, int max, long ms) throws Exception;

    /** Sets how long a connection is waited for; one that asks for none waits as long as it takes. */
    void patience(DataSource source, long ms) {}

    /** Closes it. */
    abstract void close(DataSource source) throws Exception;

    static final List<Object> PARAMETERS =
        new ArrayList<>(List.of("host", "port", "hosts", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey"));

    /** Loads the classes that a connect needs, before anything is asked: the first one of a JVM takes seconds on a busy machine. */
    Pooled warm() {
        for (String name : new String[] {
            "org.postgresql.jdbc.PgConnection", "org.postgresql.jdbc.PgStatement", "org.postgresql.jdbc.PgPreparedStatement", "org.postgresql.jdbc.PgResultSet",
            "org.postgresql.core.v3.QueryExecutorImpl", "org.postgresql.core.v3.ConnectionFactoryImpl", "org.postgresql.jre7.sasl.ScramAuthenticator",
            "com.ongres.scram.client.ScramClient", "org.postgresql.util.PSQLException", "org.postgresql.util.ServerErrorMessage"}) {
            try {
                Class.forName(name);
            } catch (Throwable other) {
                // another release has it elsewhere
            }
        }
        try {
            DataSource nowhere = open("jdbc:postgresql://127.0.0.1:1/nowhere", new Properties(), 1, 250);
            try {
                nowhere.getConnection().close();
            } finally {
                close(nowhere);
            }
        } catch (Throwable expected) {
            claim(expected); // nothing listens there
        }
        return this;
    }

    static long ms(Map<String, Object> request) {
        return (Long) request.getOrDefault("timeout_ms", 0L);
    }

    static int seconds(Map<String, Object> request) {
        return (int) ((ms(request) + 999) / 1000);
    }

    @SuppressWarnings("unchecked")
    private DataSource open(Map<String, Object> request, int max) throws Exception {
        Properties properties = new Properties();
        ((Map<String, Object>) request.getOrDefault("parameters", map())).forEach((name, value) -> properties.put(name, value));
        for (String name : new String[] {"user", "password", "sslmode"}) {
            if (request.containsKey(name)) {
                properties.put(name, request.get(name));
            }
        }
        properties.put("connectTimeout", String.valueOf(seconds(request)));
        properties.put("loginTimeout", String.valueOf(seconds(request)));
        List<Object> hosts = (List<Object>) request.getOrDefault("hosts", List.of(request.get("host") + ":" + request.get("port")));
        StringBuilder url = new StringBuilder("jdbc:postgresql://");
        for (int i = 0; i < hosts.size(); i++) {
            url.append(i == 0 ? "" : ",").append(hosts.get(i));
        }
        return open(url + "/" + request.get("database"), properties, max, (Long) request.getOrDefault("call_timeout_ms", ms(request)));
    }

    @Override
    Session connect(Map<String, Object> request) throws Exception {
        Session session = new Session(open(request, 1), null);
        try {
            session.source.getConnection().close();
        } catch (Throwable error) {
            close(session.source);
            throw error;
        }
        return session;
    }

    @Override
    boolean pools() {
        return true;
    }

    @Override
    Object openPool(Map<String, Object> request) throws Exception {
        return open(request, ((Long) request.get("max")).intValue());
    }

    @Override
    Session acquire(Object pool, Map<String, Object> request) throws Exception {
        patience((DataSource) pool, ms(request));
        return new Session((DataSource) pool, ((DataSource) pool).getConnection());
    }

    @Override
    void release(Object pool, Session session) throws Exception {
        session.conn.close();
    }

    @Override
    void closePool(Object pool) throws Exception {
        close((DataSource) pool);
    }

    @Override
    Map<String, Object> operate(Session s, Map<String, Object> request) throws Exception {
        switch ((String) request.get("op")) {
            case "close":
                close(s.source);
                return map();
            case "query":
                return s.conn != null ? query(s.conn, request) : once(s, request);
            case "begin":
                begin(s, request);
                return map();
            case "commit":
                end(s, request, true);
                return map();
            case "rollback":
                end(s, request, false);
                return map();
            default:
                return null;
        }
    }

    /** A statement on a connection that is taken for it. */
    Map<String, Object> once(Session s, Map<String, Object> request) throws Exception {
        try (Connection conn = s.source.getConnection()) {
            return query(conn, request);
        }
    }

    void begin(Session s, Map<String, Object> request) throws Exception {
        if (s.conn == null) {
            s.conn = s.source.getConnection();
        }
        s.conn.setAutoCommit(false);
    }

    void end(Session s, Map<String, Object> request, boolean commit) throws Exception {
        if (s.conn == null) {
            throw new SQLException("no transaction was begun");
        }
        Connection conn = s.conn;
        try {
            conn.setNetworkTimeout(Runnable::run, seconds(request) * 1000);
            if (commit) {
                conn.commit();
            } else {
                conn.rollback();
            }
        } finally {
            if (!conn.isClosed()) {
                conn.setNetworkTimeout(Runnable::run, 0);
                conn.setAutoCommit(true);
            }
            if (!s.held) {
                s.conn = null;
                conn.close();
            }
        }
    }

    Map<String, Object> query(Connection conn, Map<String, Object> request) throws SQLException {
        if (request.get("args") == null) {
            try (Statement statement = conn.createStatement()) {
                statement.setQueryTimeout(seconds(request));
                return result(statement, statement.execute((String) request.get("sql")));
            }
        }
        try (PreparedStatement statement = conn.prepareStatement(questionMarks((String) request.get("sql")))) {
            Object[] args = arguments(request);
            for (int i = 0; i < args.length; i++) {
                statement.setObject(i + 1, args[i]);
            }
            statement.setQueryTimeout(seconds(request));
            return result(statement, statement.execute());
        }
    }

    /** The arguments as a program has them: a number is one. */
    @SuppressWarnings("unchecked")
    static Object[] arguments(Map<String, Object> request) {
        return ((List<Object>) request.getOrDefault("args", new ArrayList<>())).stream()
            .map(text -> text != null && ((String) text).matches("-?[0-9]{1,9}") ? Integer.valueOf((String) text) : text).toArray();
    }

    static Map<String, Object> result(Statement statement, boolean rows) throws SQLException {
        return rows ? map("rows", rows(statement.getResultSet())) : map();
    }

    static List<Object> rows(ResultSet result) throws SQLException {
        List<Object> out = new ArrayList<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                row.add(result.getString(i));
            }
            out.add(row);
        }
        return out;
    }

    @Override
    boolean cancel(Session session) {
        return false;
    }

    @Override
    Map<String, Object> state(Session session) throws Exception {
        return null; // a DataSource says nothing of its connections
    }

    @Override
    Map<String, Object> claim(Throwable error) {
        Map<String, Object> claim = map("message", String.valueOf(error.getMessage()), "native", error.getClass().getName());
        if (error instanceof SQLException && ((SQLException) error).getSQLState() != null) {
            claim.put("sqlstate", ((SQLException) error).getSQLState());
        }
        if (error instanceof SQLTimeoutException) {
            claim.put("timeout", true);
        }
        return claim;
    }

    private static final Pattern PLACEHOLDERS = Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\$\\d+");

    /** The statement with its $1, $2, … in their order as JDBC has them; those in quotes stay. */
    static String questionMarks(String sql) {
        Matcher found = PLACEHOLDERS.matcher(sql);
        StringBuilder out = new StringBuilder();
        while (found.find()) {
            found.appendReplacement(out, Matcher.quoteReplacement(found.group().startsWith("$") ? "?" : found.group()));
        }
        return found.appendTail(out).toString();
    }

    /** The version of the library that a class is of: its jar says it, or the name of a link to that. */
    static String version(Class<?> of) throws Exception {
        String said = of.getPackage().getImplementationVersion();
        if (said != null) {
            return said;
        }
        Path jar = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
        String name = jar.getFileName().toString().replace(".jar", "-");
        try (Stream<Path> beside = Files.list(jar.getParent())) {
            return beside.map(path -> path.getFileName().toString()).filter(other -> other.startsWith(name))
                .map(other -> other.substring(name.length()).replace(".jar", "")).findFirst().orElseThrow();
        }
    }

    /** What a library over a DataSource declares. */
    static Map<String, Object> declared(String name, Class<?> of, String homepage, String issues, List<String> capabilities, String... reports) throws Exception {
        return map(
            "protocol", PROTOCOL, "name", name, "language", "java", "version", version(of), "capabilities", new ArrayList<Object>(capabilities),
            "reports", new ArrayList<Object>(List.of(reports)),
            "traits", map(
                "deadline_granularity_ms", 1000L, "connect_timeout_granularity_ms", 1000L, "cancel", "none", "begin", "lazy", "pool", "replaces",
                "arguments", "typed", "dsn", PARAMETERS),
            "homepage", homepage, "issues_url", issues);
    }
}
