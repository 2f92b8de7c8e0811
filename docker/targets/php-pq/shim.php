<?php
/**
 * The extension pq (pecl) as its documentation has it: exec and execParams, prepare, startTransaction, listen.
 *
 * It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds.
 */

require __DIR__ . '/../php/pgfault_shim.php';

class Session
{
    public ?pq\Transaction $transaction = null;
    public array $statements = [];
    public array $came = [];

    public function __construct(public ?pq\Connection $conn) {}

    public function open(): pq\Connection
    {
        return $this->conn ?? throw new RuntimeException('the program has let go of its connection');
    }
}

class PqShim
{
    private const TX = [
        pq\Connection::TRANS_IDLE => 'idle', pq\Connection::TRANS_ACTIVE => 'active', pq\Connection::TRANS_INTRANS => 'intrans',
        pq\Connection::TRANS_INERROR => 'inerror', pq\Connection::TRANS_UNKNOWN => 'unknown',
    ];

    public function hello(): array
    {
        return [
            'name' => 'php-pq', 'version' => phpversion('pq'), 'language' => 'php',
            'capabilities' => ['tx', 'status', 'prepare', 'listen'], 'reports' => ['status', 'tx', 'sqlstate'],
            'traits' => ['deadline' => 'none', 'connect_timeout_granularity_ms' => 2000, 'cancel' => 'none', 'dsn' => Pgfault\UNDERSTOOD],
            'homepage' => 'https://mdref.m6w6.name/pq', 'issues_url' => 'https://github.com/m6w6/ext-pq/issues',
        ];
    }

    public function connect(array $request): Session
    {
        $more = ['user' => $request['user'], 'password' => $request['password'] ?? null];
        if (($s = Pgfault\seconds($request)) && !isset($request['parameters']['connect_timeout'])) {
            $more['connect_timeout'] = $s;
        }
        $conn = new pq\Connection(Pgfault\conninfo($request, $more));
        $conn->defaultAutoConvert = 0;
        return new Session($conn);
    }

    /** A connection is closed by letting go of it. */
    public function close(Session $session): void
    {
        [$session->transaction, $session->statements, $session->conn] = [null, [], null];
    }

    public function query(Session $session, array $request): array
    {
        $conn = $session->open();
        return $this->answer(isset($request['args']) ? $conn->execParams($request['sql'], $request['args']) : $conn->exec($request['sql']));
    }

    private function answer(pq\Result $result): array
    {
        return ['rows' => $result->numCols ? Pgfault\texts($result->fetchAll(pq\Result::FETCH_ARRAY)) : []];
    }

    public function begin(Session $session): void
    {
        $session->transaction = $session->open()->startTransaction();
    }

    public function commit(Session $session): void
    {
        $this->end($session)->commit();
    }

    public function rollback(Session $session): void
    {
        $this->end($session)->rollback();
    }

    private function end(Session $session): pq\Transaction
    {
        [$transaction, $session->transaction] = [$session->transaction, null];
        return $transaction ?? throw new RuntimeException('no transaction was begun');
    }

    public function prepare(Session $session, array $request): void
    {
        $session->statements[$request['name']] = $session->open()->prepare($request['name'], $request['sql']);
    }

    public function execute(Session $session, array $request): array
    {
        $statement = $session->statements[$request['name']] ?? throw new RuntimeException('no such statement was prepared');
        return $this->answer($statement->exec($request['args'] ?? []));
    }

    public function listen(Session $session, array $request): void
    {
        $session->open()->listen($request['channel'], function ($channel, $message) use ($session) {
            $session->came[] = ['channel' => $channel, 'payload' => $message];
        });
    }

    public function wait_notification(Session $session, array $request): array
    {
        $end = hrtime(true) + ($request['timeout_ms'] ?? PHP_INT_MAX / 2e6) * 1e6;
        while (!$session->came) {
            $socket = [$session->open()->socket];
            $left = (int) max(0, ($end - hrtime(true)) / 1000);
            $none = [];
            if (!stream_select($socket, $none, $none, intdiv($left, 1000000), $left % 1000000)) {
                throw new RuntimeException("no notification within the caller's time");
            }
            if ($session->conn->poll() === pq\Connection::POLLING_FAILED) {
                throw new RuntimeException($session->conn->errorMessage ?? 'polling failed');
            }
        }
        return array_shift($session->came);
    }

    public function state(Session $session): array
    {
        if (!$session->conn) {
            return ['status' => 'closed'];
        }
        return ['status' => $session->conn->status === pq\Connection::OK ? 'open' : 'closed', 'tx' => self::TX[$session->conn->transactionStatus]];
    }

    public function claim(Throwable $error): array
    {
        return $error instanceof pq\Exception\DomainException && $error->sqlstate ? ['sqlstate' => $error->sqlstate] : [];
    }
}

Pgfault\serve(new PqShim());
