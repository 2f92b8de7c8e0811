<?php
/**
 * The shim protocol for PHP: what is left to a shim is its library's own calls.
 *
 * A shim is an object with hello(), an array that says what it is, and a method for each operation that its library has, named after
 * the operation in the protocol (docs/shim.md): connect($request) gives the session, pool_open($request) the pool; all others are
 * called with ($session, $request) and give an array of what they answer besides ok. state($session) is what the library says of a
 * session now, and claim($error) what its exception says. An operation without a method is answered as unsupported. What a method
 * throws is the library's answer, and is never retried.
 *
 * PHP does one thing at a time, and so do these shims. Where PGFAULT_ATTACH is set the shim connects to that address, and speaks there.
 */

namespace Pgfault;

const PROTOCOL = 1;

ini_set('display_errors', 'stderr');
error_reporting(E_ALL & ~E_DEPRECATED);

/** A request for a session that there is none of. */
class NoSession extends \Exception {}

class Server
{
    private array $sessions = [];

    public function __construct(private object $shim) {}

    public function run(): void
    {
        [$source, $out] = [STDIN, STDOUT];
        if ($address = getenv('PGFAULT_ATTACH')) {
            $source = $out = stream_socket_client('tcp://' . $address);
        }
        while (($line = fgets($source)) !== false) {
            $request = json_decode($line, true);
            if ($request['op'] === 'bye') {
                break;
            }
            fwrite($out, json_encode(['id' => $request['id']] + $this->answer($request), JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES) . "\n");
            fflush($out);
        }
        exit(0);
    }

    private function answer(array $request): array
    {
        $op = $request['op'];
        if ($op === 'hello') {
            return $request['protocol'] === PROTOCOL ? ['ok' => true, 'protocol' => PROTOCOL] + $this->shim->hello()
                : ['ok' => false, 'error' => ['message' => 'protocol ' . PROTOCOL . ' is spoken here']];
        }
        if (!method_exists($this->shim, $op === 'status' ? 'state' : $op) || in_array($op, ['hello', 'claim', 'state'])) {
            return ['unsupported' => true, 'why' => $this->shim->hello()['name'] . " has no $op"];
        }
        try {
            $answer = ['ok' => true] + $this->call($op, $request);
        } catch (NoSession $e) {
            return ['ok' => false, 'error' => ['message' => $e->getMessage(), 'native' => 'NoSession']];
        } catch (\Throwable $e) {
            $answer = ['ok' => false, 'error' => array_filter(
                $this->shim->claim($e) + ['message' => $e->getMessage(), 'native' => get_class($e)], fn ($v) => $v !== null)];
        }
        $session = $this->sessions[$request['session'] ?? ''] ?? null;
        return $session && method_exists($this->shim, 'state') ? $answer + $this->shim->state($session) : $answer;
    }

    private function call(string $op, array $request): array
    {
        if ($op === 'connect') {
            unset($this->sessions[$request['session']]); // of an earlier scenario
            $this->sessions[$request['session']] = $this->shim->connect($request);
            return [];
        }
        $session = $this->sessions[$request['session']] ?? throw new NoSession('there is no ' . $request['session']);
        return $op === 'status' ? [] : $this->shim->$op($session, $request) ?? [];
    }
}

function serve(object $shim): void
{
    (new Server($shim))->run();
}

/** The statement with its $1, $2, … written as the library has them: $write gives the n-th. Those in quotes stay. */
function placeholders(string $sql, callable $write): string
{
    return preg_replace_callback(
        '/\'(?:[^\']|\'\')*\'|"(?:[^"]|"")*"|\$(\d+)/', fn ($m) => isset($m[1]) ? $write((int) $m[1]) : $m[0], $sql);
}

/** The statement and its arguments with a name for each. */
function named(array $request): array
{
    $args = [];
    $sql = placeholders($request['sql'], function (int $n) use ($request, &$args) {
        $args["a$n"] = $request['args'][$n - 1];
        return ":a$n";
    });
    return [$sql, $args];
}

/** Whether a program would ask for the rows of a statement. */
function returnsRows(string $sql): bool
{
    return (bool) preg_match('~^(\s|--[^\n]*\n|/\*.*?\*/|\()*(select|values|table|show|explain|with|fetch)\b|\breturning\b~is', $sql);
}

/** Rows as the protocol has them: text, or null for NULL. */
function texts(iterable $rows): array
{
    $out = [];
    foreach ($rows as $row) {
        $out[] = array_map(fn ($v) => match (true) {
            $v === null => null,
            is_bool($v) => $v ? 't' : 'f',
            is_resource($v) => stream_get_contents($v),
            default => (string) $v,
        }, array_values((array) $row));
    }
    return $out;
}

/** The caller's deadline of a connect, in the only unit that libpq has. */
function seconds(array $request): int
{
    return (int) ceil(($request['timeout_ms'] ?? 0) / 1000);
}

/** The way in as libpq's conninfo, without user and password where these are given apart. */
function conninfo(array $request, array $more): string
{
    [$host, $port] = [$request['host'] ?? null, $request['port'] ?? null];
    if (isset($request['hosts'])) {
        $parts = array_map(fn ($one) => explode(':', strrev($one), 2), $request['hosts']);
        $host = implode(',', array_map(fn ($p) => strrev($p[1]), $parts));
        $port = implode(',', array_map(fn ($p) => strrev($p[0]), $parts));
    }
    $all = ['host' => $host, 'port' => $port, 'dbname' => $request['database'], 'sslmode' => $request['sslmode'] ?? null]
        + $more + ($request['parameters'] ?? []);
    $words = [];
    foreach ($all as $name => $value) {
        if ($value !== null) {
            $words[] = "$name='" . addcslashes((string) $value, "\\'") . "'";
        }
    }
    return implode(' ', $words);
}

/** What libpq understands, which refuses what it doesn't. */
const UNDERSTOOD = [
    'host', 'hosts', 'port', 'dbname', 'user', 'password', 'passfile', 'channel_binding', 'connect_timeout', 'client_encoding', 'options',
    'application_name', 'fallback_application_name', 'keepalives', 'keepalives_idle', 'keepalives_interval', 'keepalives_count',
    'tcp_user_timeout', 'gssencmode', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslcrl', 'sslsni', 'requirepeer',
    'ssl_min_protocol_version', 'ssl_max_protocol_version', 'service', 'target_session_attrs',
];
