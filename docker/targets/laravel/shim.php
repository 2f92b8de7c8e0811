<?php
/**
 * Laravel's database layer over PDO: select and statement with bindings, beginTransaction, commit and rollBack.
 *
 * It has no deadline for a call: ATTR_TIMEOUT bounds the connect alone, in whole seconds.
 */

use Illuminate\Database\Capsule\Manager;
use Illuminate\Database\Connection;
use Illuminate\Database\PostgresConnection;

require '/usr/share/php/Illuminate/Database/autoload.php';
require __DIR__ . '/../php/pgfault_shim.php';

/** A row is an object by default, which has no two columns of a name. */
class Rows extends PostgresConnection
{
    protected $fetchMode = PDO::FETCH_NUM;
}

Connection::resolverFor('pgsql', fn (...$given) => new Rows(...$given));

class LaravelShim
{
    public function hello(): array
    {
        return [
            'name' => 'laravel', 'version' => rtrim((string) shell_exec("dpkg-query -W -f '\${Version}' php-illuminate-database | sed 's/[+-].*//'")),
            'language' => 'php', 'capabilities' => ['tx'], 'reports' => ['sqlstate'],
            'traits' => [
                'deadline' => 'none', 'connect_timeout_granularity_ms' => 2000, 'cancel' => 'none', 'pool' => 'replaces',
                'dsn' => ['host', 'port', 'user', 'password', 'dbname', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'application_name'],
            ],
            'homepage' => 'https://laravel.com', 'issues_url' => 'https://github.com/laravel/framework/issues',
        ];
    }

    public function connect(array $request): Connection
    {
        $options = ($s = Pgfault\seconds($request)) ? [PDO::ATTR_TIMEOUT => $s] : [];
        $manager = new Manager();
        $manager->addConnection([
            'driver' => 'pgsql', 'host' => $request['host'], 'port' => $request['port'], 'username' => $request['user'],
            'password' => $request['password'] ?? '', 'database' => $request['database'], 'options' => $options,
        ] + (isset($request['sslmode']) ? ['sslmode' => $request['sslmode']] : []) + ($request['parameters'] ?? []));
        $conn = $manager->getConnection();
        $conn->getPdo(); // which connects
        return $conn;
    }

    public function close(Connection $conn): void
    {
        $conn->disconnect();
    }

    public function query(Connection $conn, array $request): ?array
    {
        [$sql, $args] = isset($request['args']) ? Pgfault\named($request) : [$request['sql'], []];
        if (!Pgfault\returnsRows($request['sql'])) {
            $args ? $conn->statement($sql, $args) : $conn->unprepared($sql);
            return null;
        }
        return ['rows' => Pgfault\texts($conn->select($sql, $args))];
    }

    public function begin(Connection $conn): void
    {
        $conn->beginTransaction();
    }

    public function commit(Connection $conn): void
    {
        $conn->commit();
    }

    public function rollback(Connection $conn): void
    {
        $conn->rollBack();
    }

    public function claim(Throwable $error): array
    {
        return $error instanceof PDOException ? ['sqlstate' => $error->errorInfo[0] ?? null] : [];
    }
}

Pgfault\serve(new LaravelShim());
