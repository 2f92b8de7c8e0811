import java.io.ByteArrayOutputStream;
import java.io.Reader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * pgjdbc as JDBC has it: setAutoCommit(false), commit and rollback; PreparedStatements; CopyManager; getNotifications.
 *
 * <p>setQueryTimeout is the deadline of a statement, in whole seconds. A commit, a rollback and a COPY have none of their own: the
 * network's timeout, which JDBC has for that, bounds them and ends the connection.
 */
final class Pgjdbc extends Shim<Pgjdbc.Session> {
    /** A statement, and its text with the placeholders that the protocol has. */
    static final class Prepared {
        final PreparedStatement statement;
        final String sql;

        Prepared(PreparedStatement statement, String sql) {
            this.statement = statement;
            this.sql = sql;
        }
    }

    /** A connection, and what a program keeps beside it. */
    static final class Session {
        final Connection conn;
        final Map<String, Prepared> statements = new HashMap<>();

        Session(Connection conn) {
            this.conn = conn;
        }
    }

    public static void main(String[] args) throws Exception {
        warm();
        new Pgjdbc().serve();
    }

    /** Loads the classes that a connect needs: the first one of a JVM takes seconds on a busy machine, which is nobody's failure. */
    private static void warm() {
        try {
            DriverManager.getConnection("jdbc:postgresql://127.0.0.1:1/nowhere", "nobody", "").close();
        } catch (SQLException expected) {
            // nothing listens there
        }
    }

    @Override
    Map<String, Object> hello() {
        return map(
            "protocol", PROTOCOL, "name", "pgjdbc", "language", "java",
            "version", Driver.class.getPackage().getImplementationVersion() != null
                ? Driver.class.getPackage().getImplementationVersion() : org.postgresql.util.DriverInfo.DRIVER_VERSION,
            "capabilities", Arrays.asList("tx", "status", "prepare", "copy", "listen", "cancel", "concurrent", "fetch"),
            "reports", Arrays.asList("status", "sqlstate", "diagnostics"),
            "traits", map(
                "deadline_granularity_ms", 1000L, "connect_timeout_granularity_ms", 1000L, "cancel", "running", "begin", "lazy",
                "prepare", "lazy", "arguments", "typed",
                "dsn", Arrays.asList("host", "port", "hosts", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey")),
            "homepage", "https://jdbc.postgresql.org", "issues_url", "https://github.com/pgjdbc/pgjdbc/issues");
    }

    private static int seconds(Map<String, Object> request) {
        long ms = (Long) request.getOrDefault("timeout_ms", 0L);
        return (int) ((ms + 999) / 1000);
    }

    @Override
    @SuppressWarnings("unchecked")
    Session connect(Map<String, Object> request) throws Exception {
        Properties properties = new Properties();
        ((Map<String, Object>) request.getOrDefault("parameters", map())).forEach((name, value) -> properties.put(name, value));
        for (String name : new String[] {"user", "password", "sslmode"}) {
            if (request.containsKey(name)) {
                properties.put(name, request.get(name));
            }
        }
        properties.put("connectTimeout", String.valueOf(seconds(request)));
        properties.put("loginTimeout", String.valueOf(seconds(request)));
        List<Object> hosts = (List<Object>) request.getOrDefault("hosts", Arrays.asList(request.get("host") + ":" + request.get("port")));
        StringBuilder url = new StringBuilder("jdbc:postgresql://");
        for (int i = 0; i < hosts.size(); i++) {
            url.append(i == 0 ? "" : ",").append(hosts.get(i));
        }
        return new Session(DriverManager.getConnection(url + "/" + request.get("database"), properties));
    }

    @Override
    Map<String, Object> operate(Session s, Map<String, Object> request) throws Exception {
        switch ((String) request.get("op")) {
            case "close":
                s.conn.close();
                return map();
            case "query":
                return query(s, request);
            case "begin":
                s.conn.setAutoCommit(false);
                return map();
            case "commit":
                return end(s, request, () -> {
                    s.conn.commit();
                    return map();
                });
            case "rollback":
                return end(s, request, () -> {
                    s.conn.rollback();
                    return map();
                });
            case "prepare":
                String sql = (String) request.get("sql");
                s.statements.put((String) request.get("name"), new Prepared(s.conn.prepareStatement(questionMarks(sql)), sql));
                return map();
            case "execute":
                Prepared prepared = s.statements.get((String) request.get("name"));
                return run(request, prepared.statement, prepared.sql);
            case "copy_in":
                return bounded(s, request, () -> map("tag", "COPY " + copies(s).copyIn((String) request.get("sql"), new Lines(request))));
            case "copy_out": {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                Object count = bounded(s, request, () -> map("n", copies(s).copyOut((String) request.get("sql"), out))).get("n");
                String text = out.toString(StandardCharsets.UTF_8);
                return map("tag", "COPY " + count, "rows", text.isEmpty() ? new ArrayList<>() : Arrays.asList(text.split("\n")));
            }
            case "listen":
                try (Statement statement = s.conn.createStatement()) {
                    statement.execute("LISTEN " + statement.enquoteIdentifier((String) request.get("channel"), true));
                }
                return map();
            case "wait_notification": {
                PGNotification[] came = s.conn.unwrap(PGConnection.class).getNotifications(((Long) request.get("timeout_ms")).intValue());
                if (came == null || came.length == 0) {
                    throw new SQLTimeoutException("no notification within the caller's time");
                }
                return map("channel", came[0].getName(), "payload", came[0].getParameter());
            }
            default:
                return null;
        }
    }

    private static CopyManager copies(Session s) throws SQLException {
        return s.conn.unwrap(PGConnection.class).getCopyAPI();
    }

    /** How many rows are asked for at a time; 0 is all. The driver keeps to it within a transaction. */
    private static int fetch(Map<String, Object> request) {
        return ((Long) request.getOrDefault("fetch", 0L)).intValue();
    }

    private Map<String, Object> query(Session s, Map<String, Object> request) throws SQLException {
        if (request.get("args") == null) {
            try (Statement statement = s.conn.createStatement()) {
                statement.setFetchSize(fetch(request));
                statement.setQueryTimeout(seconds(request));
                return result(statement, statement.execute((String) request.get("sql")));
            }
        }
        String sql = (String) request.get("sql");
        try (PreparedStatement statement = s.conn.prepareStatement(questionMarks(sql))) {
            return run(request, statement, sql);
        }
    }

    /** A placeholder that stands several times is given several times; a value that has none goes where JDBC has no place for it. */
    @SuppressWarnings("unchecked")
    private static List<Object> values(Map<String, Object> request, String sql) {
        List<Object> args = (List<Object>) request.getOrDefault("args", new ArrayList<>());
        List<Object> out = new ArrayList<>();
        Set<Integer> named = new HashSet<>();
        for (Matcher found = PLACEHOLDERS.matcher(sql); found.find(); ) {
            if (found.group().startsWith("$")) {
                int n = Integer.parseInt(found.group().substring(1));
                named.add(n);
                if (n <= args.size()) {
                    out.add(args.get(n - 1));
                }
            }
        }
        for (int n = 1; n <= args.size(); n++) {
            if (!named.contains(n)) {
                out.add(args.get(n - 1));
            }
        }
        return out;
    }

    private Map<String, Object> run(Map<String, Object> request, PreparedStatement statement, String sql) throws SQLException {
        int i = 1;
        for (Object value : values(request, sql)) {
            String text = (String) value;
            if (text != null && text.matches("-?[0-9]{1,9}")) {
                statement.setInt(i++, Integer.parseInt(text)); // as a program has a number
            } else {
                statement.setString(i++, text);
            }
        }
        statement.setFetchSize(fetch(request));
        statement.setQueryTimeout(seconds(request));
        return result(statement, statement.execute());
    }

    private static Map<String, Object> result(Statement statement, boolean rows) throws SQLException {
        if (!rows) {
            return map();
        }
        List<Object> out = new ArrayList<>();
        try (ResultSet result = statement.getResultSet()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                out.add(row);
            }
        }
        return map("rows", out);
    }

    /** A call that JDBC has no deadline for. */
    private interface Call {
        Map<String, Object> call() throws Exception;
    }

    private static Map<String, Object> bounded(Session s, Map<String, Object> request, Call how) throws Exception {
        s.conn.setNetworkTimeout(Runnable::run, seconds(request) * 1000);
        try {
            return how.call();
        } finally {
            if (!s.conn.isClosed()) {
                s.conn.setNetworkTimeout(Runnable::run, 0);
            }
        }
    }

    private static Map<String, Object> end(Session s, Map<String, Object> request, Call how) throws Exception {
        try {
            return bounded(s, request, how);
        } finally {
            if (!s.conn.isClosed()) {
                s.conn.setAutoCommit(true);
            }
        }
    }

    /** The source of a COPY. */
    private static final class Lines extends Reader {
        private final StringReader lines;
        private final String fail;

        @SuppressWarnings("unchecked")
        Lines(Map<String, Object> request) {
            StringBuilder text = new StringBuilder();
            for (Object line : (List<Object>) request.getOrDefault("rows", new ArrayList<>())) {
                text.append(line).append('\n');
            }
            lines = new StringReader(text.toString());
            fail = (String) request.get("fail");
        }

        @Override
        public int read(char[] into, int from, int length) throws IOException {
            int count = lines.read(into, from, length);
            if (count < 0 && fail != null) {
                throw new IOException(fail);
            }
            return count;
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    @Override
    boolean cancel(Session s) throws SQLException {
        s.conn.unwrap(PGConnection.class).cancelQuery();
        return true;
    }

    @Override
    Map<String, Object> state(Session s) throws SQLException {
        return map("status", s.conn.isClosed() ? "closed" : "open");
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
        ServerErrorMessage said = error instanceof PSQLException ? ((PSQLException) error).getServerErrorMessage() : null;
        if (said != null) {
            Map<String, Object> diagnostics = new LinkedHashMap<>();
            diagnostics.put("severity", said.getSeverity());
            diagnostics.put("sqlstate", said.getSQLState());
            diagnostics.put("message_primary", said.getMessage());
            claim.put("diagnostics", diagnostics);
        }
        return claim;
    }

    private static final Pattern PLACEHOLDERS = Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\$\\d+");

    /** The statement with its $1, $2, … in their order as JDBC has them; those in quotes stay. */
    private static String questionMarks(String sql) {
        Matcher found = PLACEHOLDERS.matcher(sql);
        StringBuilder out = new StringBuilder();
        while (found.find()) {
            found.appendReplacement(out, Matcher.quoteReplacement(found.group().startsWith("$") ? "?" : found.group()));
        }
        return found.appendTail(out).toString();
    }
}
