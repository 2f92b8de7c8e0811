"""What the shims of the clients over libpq share: what libpq understands, and the names of an error's fields and classes."""

import math

CLASSES = (
    "Warning", "InterfaceError", "DataError", "OperationalError", "IntegrityError", "InternalError", "ProgrammingError",
    "NotSupportedError", "DatabaseError", "Error",
)
DIAGNOSTICS = (
    "severity", "severity_nonlocalized", "sqlstate", "message_primary", "message_detail", "message_hint",
    "statement_position", "internal_position", "internal_query", "context", "schema_name", "table_name", "column_name",
    "datatype_name", "constraint_name", "source_file", "source_line", "source_function",
)
# libpq's PQtransactionStatus, by its numbers.
TX = ("idle", "active", "intrans", "inerror", "unknown")

# What libpq understands, which refuses what it doesn't: by the version from which on.
PARAMETERS = {
    0: """host hosts hostaddr port dbname user password passfile channel_binding connect_timeout client_encoding options
        application_name fallback_application_name keepalives keepalives_idle keepalives_interval keepalives_count
        tcp_user_timeout replication gssencmode sslmode sslcompression sslcert sslkey sslpassword sslrootcert sslcrl sslcrldir
        sslsni requirepeer ssl_min_protocol_version ssl_max_protocol_version krbsrvname gsslib service target_session_attrs""",
    160000: "require_auth sslcertmode gssdelegation load_balance_hosts",
    170000: "sslnegotiation",
    180000: "min_protocol_version max_protocol_version sslkeylogfile scram_client_key scram_server_key",
}


def understood(version):
    """The parameters that a version of libpq understands."""
    return [name for since, names in PARAMETERS.items() if version >= since for name in names.split()]


def connect_timeout(request):
    """The caller's deadline of a connect as a parameter, in the only unit that libpq has. One that the DSN has stays."""
    seconds = math.ceil(request.get("timeout_ms", 0) / 1000)
    return {"connect_timeout": seconds} if seconds and "connect_timeout" not in request.get("parameters", {}) else {}


def class_of(error, module):
    """The exception of PEP 249 that an error is, among a module's own; None where it is none."""
    for kind in type(error).__mro__:
        if kind.__module__.split(".")[0] == module and kind.__name__ in CLASSES:
            return kind.__name__
    return None
