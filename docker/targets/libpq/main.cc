// libpq as its manual uses it: PQexec and PQexecParams, BEGIN and COMMIT as statements, since it has no calls for them. It has no
// deadline for a call: connect_timeout bounds the connect alone, in whole seconds.
#include "../cxx/shim.hpp"
#include <libpq-fe.h>

using shim::json;

namespace {

json claim(PGconn *conn, PGresult const *result) {
    json out = {{"message", result ? PQresultErrorMessage(result) : PQerrorMessage(conn)}, {"native", result ? PQresStatus(PQresultStatus(result)) : "CONNECTION_BAD"}};
    static const std::pair<char const *, int> fields[] = {
        {"severity", PG_DIAG_SEVERITY}, {"sqlstate", PG_DIAG_SQLSTATE}, {"message_primary", PG_DIAG_MESSAGE_PRIMARY},
        {"message_detail", PG_DIAG_MESSAGE_DETAIL}, {"constraint_name", PG_DIAG_CONSTRAINT_NAME}, {"table_name", PG_DIAG_TABLE_NAME},
        {"column_name", PG_DIAG_COLUMN_NAME}};
    for (auto const &[name, field] : fields) {
        if (char const *value = result ? PQresultErrorField(result, field) : nullptr) {
            out["diagnostics"][name] = value;
            if (field == PG_DIAG_SQLSTATE) {
                out["sqlstate"] = value;
            }
        }
    }
    return out;
}

struct connection : shim::session {
    PGconn *conn;

    explicit connection(PGconn *conn) : conn(conn) {}
    ~connection() override { PQfinish(conn); }

    json answer(PGresult *got) {
        std::unique_ptr<PGresult, void (*)(PGresult *)> result(got, PQclear);
        switch (PQresultStatus(result.get())) {
        case PGRES_COMMAND_OK:
            return {{"tag", PQcmdStatus(result.get())}};
        case PGRES_TUPLES_OK: {
            json rows = json::array();
            for (int i = 0; i < PQntuples(result.get()); i++) {
                json row = json::array();
                for (int j = 0; j < PQnfields(result.get()); j++) {
                    row.push_back(PQgetisnull(result.get(), i, j) ? json(nullptr) : json(std::string(PQgetvalue(result.get(), i, j), PQgetlength(result.get(), i, j))));
                }
                rows.push_back(row);
            }
            return {{"rows", rows}, {"tag", PQcmdStatus(result.get())}};
        }
        case PGRES_EMPTY_QUERY:
            return {{"rows", json::array()}};
        default:
            throw shim::failure{claim(conn, result.get())};
        }
    }

    static std::vector<char const *> values(std::vector<std::optional<std::string>> const &args) {
        std::vector<char const *> out;
        for (auto const &one : args) {
            out.push_back(one ? one->c_str() : nullptr);
        }
        return out;
    }

    json query(json const &request) override {
        std::string sql = request["sql"];
        if (!request.contains("args")) {
            return answer(PQexec(conn, sql.c_str()));
        }
        auto args = shim::arguments(request);
        return answer(PQexecParams(conn, sql.c_str(), int(args.size()), nullptr, values(args).data(), nullptr, nullptr, 0));
    }
    json begin(json const &) override { return answer(PQexec(conn, "BEGIN")); }
    json commit(json const &) override { return answer(PQexec(conn, "COMMIT")); }
    json rollback(json const &) override { return answer(PQexec(conn, "ROLLBACK")); }
    json prepare(json const &request) override {
        std::string name = request["name"], sql = request["sql"];
        json said = answer(PQprepare(conn, name.c_str(), sql.c_str(), 0, nullptr));
        said.erase("tag");
        return said;
    }
    json execute(json const &request) override {
        std::string name = request["name"];
        auto args = shim::arguments(request);
        return answer(PQexecPrepared(conn, name.c_str(), int(args.size()), values(args).data(), nullptr, nullptr, 0));
    }
    json close(json const &) override {
        PQfinish(conn);
        conn = nullptr; // every call takes that for a connection that is bad
        return nullptr;
    }
    void cancel() override {
        std::unique_ptr<PGcancelConn, void (*)(PGcancelConn *)> cancel(PQcancelCreate(conn), PQcancelFinish);
        if (!PQcancelBlocking(cancel.get())) {
            throw shim::failure{{{"message", PQcancelErrorMessage(cancel.get())}, {"native", "CONNECTION_BAD"}}};
        }
    }
    json state() override {
        static const std::map<PGTransactionStatusType, char const *> tx = {
            {PQTRANS_IDLE, "idle"}, {PQTRANS_ACTIVE, "active"}, {PQTRANS_INTRANS, "intrans"}, {PQTRANS_INERROR, "inerror"}, {PQTRANS_UNKNOWN, "unknown"}};
        std::string status = PQstatus(conn) == CONNECTION_OK ? "open" : conn ? "faulty" : "closed";
        return {{"status", status}, {"tx", tx.at(PQtransactionStatus(conn))}};
    }
};

struct libpq : shim::library {
    json hello() override {
        int v = PQlibVersion();
        return {{"name", "libpq"}, {"version", std::to_string(v / 10000) + "." + std::to_string(v % 10000)}, {"language", "c"},
            {"capabilities", {"tx", "status", "prepare", "cancel", "concurrent"}}, {"reports", {"status", "tx", "faulty", "sqlstate", "diagnostics"}},
            {"traits", {{"deadline", "none"}, {"connect_timeout_granularity_ms", 2000}, {"cancel", "running"}, {"dsn", shim::understood(PQconndefaults())}}},
            {"homepage", "https://www.postgresql.org/docs/current/libpq.html"}, {"issues_url", "https://www.postgresql.org/list/pgsql-bugs/"}};
    }
    std::shared_ptr<shim::session> connect(json const &request) override {
        auto made = std::make_shared<connection>(PQconnectdb(shim::dsn(request).c_str()));
        if (PQstatus(made->conn) != CONNECTION_OK) {
            throw shim::failure{claim(made->conn, nullptr)};
        }
        PQsetNoticeProcessor(made->conn, [](void *, char const *text) { std::cerr << text; }, nullptr);
        return made;
    }
    json claim() override { return {{"message", "an exception that libpq does not have"}}; }
    static json claim(PGconn *conn, PGresult const *result) { return ::claim(conn, result); }
};

} // namespace

int main() {
    libpq lib;
    shim::server(lib).run();
}
