<?php
/**
 * Doctrine DBAL over PDO: executeQuery, executeStatement, beginTransaction, commit and rollBack.
 *
 * It has no deadline for a call: ATTR_TIMEOUT bounds the connect alone, in whole seconds.
 */

use Doctrine\DBAL\Connection;
use Doctrine\DBAL\DriverManager;
use Doctrine\DBAL\Exception\DriverException;
use Doctrine\DBAL\Exception\RetryableException;

require '/usr/share/php/Doctrine/DBAL/autoload.php';
require __DIR__ . '/../php/pgfault_shim.php';

class DoctrineShim
{
    public function hello(): array
    {
        return [
            'name' => 'doctrine-dbal', 'version' => $this->version(), 'language' => 'php',
            'capabilities' => ['tx'], 'reports' => ['sqlstate'],
            'traits' => [
                'deadline' => 'none', 'connect_timeout_granularity_ms' => 2000, 'cancel' => 'none', 'pool' => 'replaces',
                'dsn' => ['host', 'port', 'user', 'password', 'dbname', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'application_name'],
            ],
            'homepage' => 'https://www.doctrine-project.org/projects/dbal.html', 'issues_url' => 'https://github.com/doctrine/dbal/issues',
        ];
    }

    private function version(): string
    {
        return class_exists(Composer\InstalledVersions::class) && Composer\InstalledVersions::isInstalled('doctrine/dbal')
            ? ltrim(Composer\InstalledVersions::getPrettyVersion('doctrine/dbal'), 'v')
            : rtrim((string) shell_exec("dpkg-query -W -f '\${Version}' php-doctrine-dbal | sed 's/[+-].*//'"));
    }

    public function connect(array $request): Connection
    {
        $options = ($s = Pgfault\seconds($request)) ? [PDO::ATTR_TIMEOUT => $s] : [];
        $conn = DriverManager::getConnection([
            'driver' => 'pdo_pgsql', 'host' => $request['host'], 'port' => $request['port'], 'user' => $request['user'],
            'password' => $request['password'] ?? '', 'dbname' => $request['database'], 'driverOptions' => $options,
        ] + (isset($request['sslmode']) ? ['sslmode' => $request['sslmode']] : []) + ($request['parameters'] ?? []));
        $conn->getNativeConnection(); // which connects
        return $conn;
    }

    public function close(Connection $conn): void
    {
        $conn->close();
    }

    public function query(Connection $conn, array $request): ?array
    {
        [$sql, $args] = isset($request['args']) ? Pgfault\named($request) : [$request['sql'], []];
        if (!Pgfault\returnsRows($request['sql'])) {
            $conn->executeStatement($sql, $args);
            return null;
        }
        return ['rows' => Pgfault\texts($conn->executeQuery($sql, $args)->fetchAllNumeric())];
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

    /** A RetryableException is documented as one after which the transaction may be tried again. */
    public function claim(Throwable $error): array
    {
        return [
            'sqlstate' => $error instanceof DriverException ? $error->getSQLState() : null,
            'transient' => $error instanceof RetryableException ? true : null,
        ];
    }
}

Pgfault\serve(new DoctrineShim());
