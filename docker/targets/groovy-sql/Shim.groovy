/*
 * groovy.sql.Sql as Groovy's documentation uses it, over pgjdbc: newInstance, rows, execute, commit and rollback.
 *
 * withStatement sets the deadline of a statement, in whole seconds, as pgjdbc has it. A commit and a rollback have none.
 */
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import groovy.sql.Sql
import java.sql.ResultSet
import java.sql.SQLException
import java.sql.Statement
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.Executors

class Unsupported extends Exception {
    Unsupported(String op) { super('groovy.sql has no ' + op) }
}

class Shim {
    final Map<String, Sql> sessions = new ConcurrentHashMap<>()
    final Map turns = [:]

    static final HELLO = [
        ok: true, protocol: 1, name: 'groovy-sql', version: GroovySystem.version, language: 'groovy', capabilities: ['tx', 'concurrent'], reports: ['sqlstate'],
        traits: [deadline_granularity_ms: 1000, connect_timeout_granularity_ms: 1000, cancel: 'none', begin: 'lazy', arguments: 'typed',
            dsn: ['host', 'port', 'hosts', 'user', 'password', 'dbname', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey']],
        homepage: 'https://groovy-lang.org/databases.html', issues_url: 'https://issues.apache.org/jira/projects/GROOVY',
    ]

    static void main(String[] args) {
        try { // the classes that a connect needs: the first one of a JVM takes seconds on a busy machine, which is nobody's failure
            Sql.newInstance('jdbc:postgresql://127.0.0.1:1/nowhere', 'nobody', '').close()
        } catch (SQLException expected) {
        }
        new Shim().serve()
    }

    void serve() {
        System.in.eachLine('UTF-8') { line ->
            def request = new JsonSlurper().parseText(line)
            switch (request.op) {
                case 'bye': Runtime.runtime.halt(0)
                case 'hello': write(request, HELLO); break
                default: turns.computeIfAbsent(request.session ?: '') { Executors.newSingleThreadExecutor() }.execute { act(request) }
            }
        }
        System.exit(0)
    }

    void act(Map request) {
        Map answer
        try {
            answer = [ok: true] + (operate(request) ?: [:])
        } catch (Unsupported e) {
            answer = [unsupported: true, why: e.message]
        } catch (Throwable e) {
            def said = [message: e.message ?: e.toString(), native: e.class.simpleName]
            if (e instanceof SQLException && e.SQLState) {
                said.sqlstate = e.SQLState
            }
            answer = [ok: false, error: said]
        }
        write(request, answer)
    }

    synchronized void write(Map request, Map answer) {
        System.out.write((JsonOutput.toJson([id: request.id] + answer) + '\n').getBytes('UTF-8'))
        System.out.flush()
    }

    static int seconds(Map request) { ((request.timeout_ms ?: 0) + 999).intdiv(1000) }

    Map operate(Map request) {
        if (request.op == 'connect') {
            sessions.remove(request.session) // of an earlier scenario: one process serves many
            sessions[request.session] = connect(request)
            return [:]
        }
        if (!(request.op in ['query', 'begin', 'commit', 'rollback', 'close'])) {
            throw new Unsupported(request.op)
        }
        def sql = sessions[request.session]
        if (sql == null) {
            throw new IllegalStateException('there is no such session')
        }
        switch (request.op) {
            case 'query': return query(sql, request)
            case 'begin': sql.connection.autoCommit = false; return [:]
            case 'close': sql.close(); return [:]
            default: // commit and rollback; a program that is done with its transaction goes back to autocommit
                try {
                    sql."${request.op}"()
                } finally {
                    try {
                        sql.connection.autoCommit = true
                    } catch (SQLException ended) {
                    }
                }
                return [:]
        }
    }

    static Sql connect(Map request) {
        def properties = new Properties()
        (request.parameters ?: [:]).each { name, value -> properties.setProperty(name, value) }
        ['user', 'password', 'sslmode'].each { if (request[it]) properties.setProperty(it, request[it]) }
        properties.setProperty('connectTimeout', "${seconds(request)}")
        properties.setProperty('loginTimeout', "${seconds(request)}")
        def hosts = request.hosts ?: ["${request.host}:${request.port}"]
        Sql.newInstance("jdbc:postgresql://${hosts.join(',')}/${request.database}", properties, 'org.postgresql.Driver')
    }

    static Map query(Sql sql, Map request) {
        sql.withStatement { Statement statement -> statement.queryTimeout = seconds(request) }
        def marks = []
        def text = request.sql
        if (request.args != null) {
            text = text.replaceAll(/'(?:[^']|'')*'|"[^"]*"|\$(\d+)/) { all, n ->
                if (n == null) return all
                marks << (n as int)
                '?'
            }
        }
        // Arguments in the types that a program has them in: digits are numbers, but where the statement itself says $1::text.
        def values = marks.collect { n ->
            def value = request.args[n - 1]
            value ==~ /-?\d+/ && !request.sql.contains('$' + n + '::text') ? value as long : value
        }
        if (!returnsRows(request.sql)) {
            sql.execute(text, values)
            return [:]
        }
        def rows = []
        sql.query(text, values) { ResultSet result -> // rows() has a row by the names of its columns, of which two may be the same
            int columns = result.metaData.columnCount
            while (result.next()) rows << (1..<columns + 1).collect { written(result.getObject(it)) }
        }
        [rows: rows]
    }

    static boolean returnsRows(String sql) {
        sql ==~ /(?is)[\s(]*(select|with|show|values|explain|table|fetch)\b.*/ || sql ==~ /(?is).*\breturning\b.*/
    }

    static String written(Object value) {
        value == null ? null : value instanceof Boolean ? (value ? 't' : 'f') : value.toString()
    }
}
