<?php
/**
 * PDO as PHP's manual has it: query, prepare with named parameters, exec, beginTransaction, commit and rollBack.
 *
 * It has no deadline for a call: ATTR_TIMEOUT bounds the connect alone, in whole seconds.
 */

require __DIR__ . '/../php/pgfault_shim.php';

class Session
{
    public array $statements = [];

    public function __construct(public ?PDO $pdo) {}
}

class PdoShim
{
    public function hello(): array
    {
        return [
            'name' => 'php-pdo', 'version' => PHP_VERSION, 'language' => 'php',
            'capabilities' => ['tx', 'prepare', 'listen'], 'reports' => ['sqlstate'],
            'traits' => [
                'deadline' => 'none', 'connect_timeout_granularity_ms' => 2000, 'cancel' => 'none', 'prepare' => 'lazy',
                // A connect_timeout of the DSN is overruled, by ATTR_TIMEOUT or its default of 30 seconds.
                'dsn' => array_values(array_diff(Pgfault\UNDERSTOOD, ['connect_timeout'])),
            ],
            'homepage' => 'https://www.php.net/manual/en/ref.pdo-pgsql.php', 'issues_url' => 'https://github.com/php/php-src/issues',
        ];
    }

    public function connect(array $request): Session
    {
        $options = ($s = Pgfault\seconds($request)) ? [PDO::ATTR_TIMEOUT => $s] : [];
        return new Session(new PDO('pgsql:' . Pgfault\conninfo($request, []), $request['user'], $request['password'] ?? null, $options));
    }

    /** A connection is closed by letting go of it. */
    public function close(Session $session): void
    {
        $session->statements = [];
        $session->pdo = null;
    }

    public function query(Session $session, array $request): ?array
    {
        if (!isset($request['args'])) {
            if (!Pgfault\returnsRows($request['sql'])) {
                $session->pdo->exec($request['sql']);
                return null;
            }
            return ['rows' => Pgfault\texts($session->pdo->query($request['sql'])->fetchAll(PDO::FETCH_NUM))];
        }
        [$sql, $args] = Pgfault\named($request);
        return $this->run($session->pdo->prepare($sql), $args);
    }

    private function run(PDOStatement $statement, array $args): array
    {
        $statement->execute($args);
        return ['rows' => $statement->columnCount() ? Pgfault\texts($statement->fetchAll(PDO::FETCH_NUM)) : []];
    }

    public function begin(Session $session): void
    {
        $session->pdo->beginTransaction();
    }

    public function commit(Session $session): void
    {
        $session->pdo->commit();
    }

    public function rollback(Session $session): void
    {
        $session->pdo->rollBack();
    }

    public function prepare(Session $session, array $request): void
    {
        $sql = Pgfault\placeholders($request['sql'], fn ($n) => ":a$n");
        $session->statements[$request['name']] = $session->pdo->prepare($sql);
    }

    public function execute(Session $session, array $request): array
    {
        $args = [];
        foreach ($request['args'] ?? [] as $n => $value) {
            $args['a' . ($n + 1)] = $value;
        }
        return $this->run($session->statements[$request['name']], $args);
    }

    public function listen(Session $session, array $request): void
    {
        $session->pdo->exec('LISTEN "' . str_replace('"', '""', $request['channel']) . '"');
    }

    public function wait_notification(Session $session, array $request): array
    {
        $came = $session->pdo->pgsqlGetNotify(PDO::FETCH_ASSOC, $request['timeout_ms'] ?? 0)
            ?: throw new RuntimeException("no notification within the caller's time");
        return ['channel' => $came['message'], 'payload' => $came['payload'] ?? ''];
    }

    public function claim(Throwable $error): array
    {
        return $error instanceof PDOException ? ['sqlstate' => $error->errorInfo[0] ?? null] : [];
    }
}

Pgfault\serve(new PdoShim());
