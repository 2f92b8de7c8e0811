<?php
/**
 * The extension pgsql as PHP's manual has it. A code is had of a result alone, and so statements are sent, and their results asked
 * for; transactions are their SQL.
 *
 * It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds.
 */

require __DIR__ . '/../php/pgfault_shim.php';

/** What the functions return false for: the message is pg_last_error's, or the result's, with its fields. */
class Refused extends Exception
{
    public function __construct(string $message, public array $fields = [])
    {
        parent::__construct($message);
    }
}

class Session
{
    public function __construct(public PgSql\Connection $conn) {}
}

class PgsqlShim
{
    private const FIELDS = [
        'severity' => PGSQL_DIAG_SEVERITY, 'sqlstate' => PGSQL_DIAG_SQLSTATE, 'message_primary' => PGSQL_DIAG_MESSAGE_PRIMARY,
        'message_detail' => PGSQL_DIAG_MESSAGE_DETAIL, 'message_hint' => PGSQL_DIAG_MESSAGE_HINT,
        'statement_position' => PGSQL_DIAG_STATEMENT_POSITION, 'context' => PGSQL_DIAG_CONTEXT, 'schema_name' => PGSQL_DIAG_SCHEMA_NAME,
        'table_name' => PGSQL_DIAG_TABLE_NAME, 'column_name' => PGSQL_DIAG_COLUMN_NAME, 'constraint_name' => PGSQL_DIAG_CONSTRAINT_NAME,
    ];
    private const TX = [
        PGSQL_TRANSACTION_IDLE => 'idle', PGSQL_TRANSACTION_ACTIVE => 'active', PGSQL_TRANSACTION_INTRANS => 'intrans',
        PGSQL_TRANSACTION_INERROR => 'inerror', PGSQL_TRANSACTION_UNKNOWN => 'unknown',
    ];

    public function hello(): array
    {
        return [
            'name' => 'php-pgsql', 'version' => PHP_VERSION, 'language' => 'php',
            'capabilities' => ['tx', 'status', 'prepare', 'copy', 'listen'], 'reports' => ['status', 'tx', 'sqlstate', 'diagnostics'],
            'traits' => ['deadline' => 'none', 'connect_timeout_granularity_ms' => 2000, 'cancel' => 'none', 'dsn' => Pgfault\UNDERSTOOD],
            'homepage' => 'https://www.php.net/manual/en/book.pgsql.php', 'issues_url' => 'https://github.com/php/php-src/issues',
        ];
    }

    public function connect(array $request): Session
    {
        $more = ['user' => $request['user'], 'password' => $request['password'] ?? null];
        if (($s = Pgfault\seconds($request)) && !isset($request['parameters']['connect_timeout'])) {
            $more['connect_timeout'] = $s;
        }
        $conn = @pg_connect(Pgfault\conninfo($request, $more), PGSQL_CONNECT_FORCE_NEW);
        return new Session($conn ?: throw new Refused(error_get_last()['message'] ?? 'pg_connect returned false'));
    }

    public function close(Session $session): void
    {
        pg_close($session->conn);
    }

    public function query(Session $session, array $request): array
    {
        $conn = $session->conn;
        $sent = isset($request['args']) ? @pg_send_query_params($conn, $request['sql'], $request['args']) : @pg_send_query($conn, $request['sql']);
        return $this->answer($conn, $sent);
    }

    /** The last of the results of what was sent; the first that is an error ends it. */
    private function answer(PgSql\Connection $conn, bool|int $sent): array
    {
        if (!$sent) {
            throw new Refused(pg_last_error($conn) ?: 'nothing was sent');
        }
        [$last, $refused] = [null, null];
        while ($result = pg_get_result($conn)) {
            $last = $result;
            if (in_array(pg_result_status($result), [PGSQL_FATAL_ERROR, PGSQL_BAD_RESPONSE])) {
                $refused ??= $result;
            }
        }
        if ($refused) {
            $fields = array_filter(array_map(fn ($field) => pg_result_error_field($refused, $field), self::FIELDS));
            throw new Refused(pg_result_error($refused), $fields);
        }
        $last ?? throw new Refused(pg_last_error($conn) ?: 'there is no result');
        return ['rows' => Pgfault\texts(pg_fetch_all($last, PGSQL_NUM)), 'tag' => pg_result_status($last, PGSQL_STATUS_STRING)];
    }

    public function begin(Session $session): void
    {
        $this->query($session, ['sql' => 'BEGIN']);
    }

    public function commit(Session $session): array
    {
        return $this->query($session, ['sql' => 'COMMIT']);
    }

    public function rollback(Session $session): array
    {
        return $this->query($session, ['sql' => 'ROLLBACK']);
    }

    public function prepare(Session $session, array $request): void
    {
        $this->answer($session->conn, @pg_send_prepare($session->conn, $request['name'], $request['sql']));
    }

    public function execute(Session $session, array $request): array
    {
        return $this->answer($session->conn, @pg_send_execute($session->conn, $request['name'], $request['args'] ?? []));
    }

    /** pg_copy_from takes all rows at once: a source that fails has failed before. */
    public function copy_in(Session $session, array $request): ?array
    {
        if (isset($request['fail'])) {
            throw new RuntimeException($request['fail']);
        }
        $into = preg_replace('/^\s*COPY\s+(.*?)\s+FROM\s+STDIN.*$/is', '$1', $request['sql']);
        @pg_copy_from($session->conn, $into, array_map(fn ($line) => $line . "\n", $request['rows'] ?? []))
            ?: throw new Refused(pg_last_error($session->conn) ?: 'pg_copy_from returned false');
        return null;
    }

    /** pg_copy_to is for a table; there is none for a query. */
    public function copy_out(Session $session, array $request): array
    {
        $from = preg_replace('/^\s*COPY\s+(.*?)\s+TO\s+STDOUT.*$/is', '$1', $request['sql']);
        $rows = @pg_copy_to($session->conn, $from);
        return ['rows' => array_map(fn ($line) => rtrim($line, "\n"), $rows === false ? throw new Refused(pg_last_error($session->conn)) : $rows)];
    }

    public function listen(Session $session, array $request): void
    {
        $this->query($session, ['sql' => 'LISTEN ' . pg_escape_identifier($session->conn, $request['channel'])]);
    }

    public function wait_notification(Session $session, array $request): array
    {
        $end = hrtime(true) + ($request['timeout_ms'] ?? PHP_INT_MAX / 2e6) * 1e6;
        while (!($came = pg_get_notify($session->conn, PGSQL_ASSOC))) {
            $socket = [pg_socket($session->conn)];
            $left = (int) max(0, ($end - hrtime(true)) / 1000);
            $none = [];
            if (!stream_select($socket, $none, $none, intdiv($left, 1000000), $left % 1000000)) {
                throw new RuntimeException("no notification within the caller's time");
            }
            if (!pg_consume_input($session->conn)) {
                throw new Refused(pg_last_error($session->conn));
            }
        }
        return ['channel' => $came['message'], 'payload' => $came['payload']];
    }

    public function state(Session $session): array
    {
        try {
            $status = pg_connection_status($session->conn) === PGSQL_CONNECTION_OK ? 'open' : 'closed';
            return ['status' => $status, 'tx' => self::TX[pg_transaction_status($session->conn)]];
        } catch (Error) { // of one that was closed
            return ['status' => 'closed'];
        }
    }

    public function claim(Throwable $error): array
    {
        if (!$error instanceof Refused || !$error->fields) {
            return [];
        }
        return ['sqlstate' => $error->fields['sqlstate'] ?? null, 'diagnostics' => $error->fields];
    }
}

Pgfault\serve(new PgsqlShim());
