// libpqxx as its documentation uses it: a nontransaction for a statement by itself, a work for a transaction. It has no deadline for
// a call. An in_doubt_error of a commit says that nobody knows what became of it.
#include "../cxx/shim.hpp"
#include <libpq-fe.h>
#include <pqxx/pqxx>

using shim::json;

namespace {

struct connection : shim::session {
    pqxx::connection conn;
    std::unique_ptr<pqxx::work> work;

    explicit connection(std::string const &dsn) : conn(dsn) {}

    static json answer(pqxx::result const &result) {
        json rows = json::array();
        for (auto const &row : result) {
            json out = json::array();
            for (auto const &field : row) {
                out.push_back(field.is_null() ? json(nullptr) : json(std::string(field.view())));
            }
            rows.push_back(out);
        }
        return {{"rows", rows}};
    }

    static json run(pqxx::transaction_base &on, json const &request) {
        std::string sql = request["sql"];
        if (!request.contains("args")) {
            return answer(on.exec(sql));
        }
        pqxx::params params;
        for (auto const &one : shim::arguments(request)) {
            params.append(one);
        }
        return answer(on.exec(sql, params));
    }

    json query(json const &request) override {
        if (work) {
            return run(*work, request);
        }
        pqxx::nontransaction alone(conn);
        json said = run(alone, request);
        alone.commit();
        return said;
    }
    json begin(json const &) override {
        work = std::make_unique<pqxx::work>(conn);
        return nullptr;
    }
    json end(bool commit) {
        if (!work) {
            throw pqxx::usage_error("no transaction was begun");
        }
        auto ends = std::move(work); // it is over, however that ends
        commit ? ends->commit() : ends->abort();
        return nullptr;
    }
    json commit(json const &) override { return end(true); }
    json rollback(json const &) override { return end(false); }
    json close(json const &) override {
        work.reset();
        conn.close();
        return nullptr;
    }
    void cancel() override { conn.cancel_query(); }
    json state() override { return {{"status", conn.is_open() ? "open" : "closed"}}; }
};

struct libpqxx : shim::library {
    json hello() override {
        return {{"name", "libpqxx"}, {"version", PQXX_VERSION}, {"language", "c++"}, {"capabilities", {"tx", "status", "cancel", "concurrent"}},
            {"reports", {"status", "sqlstate"}},
            {"traits", {{"deadline", "none"}, {"connect_timeout_granularity_ms", 2000}, {"cancel", "running"}, {"dsn", shim::understood(PQconndefaults())}}},
            {"homepage", "https://pqxx.org/libpqxx/"}, {"issues_url", "https://github.com/jtv/libpqxx/issues"}};
    }
    std::shared_ptr<shim::session> connect(json const &request) override { return std::make_shared<connection>(shim::dsn(request)); }
    json claim() override {
        try {
            throw;
        } catch (pqxx::in_doubt_error const &e) {
            return {{"message", e.what()}, {"native", "in_doubt_error"}, {"outcome", "unknown"}};
        } catch (pqxx::sql_error const &e) {
            json out = {{"message", e.what()}, {"native", "sql_error"}};
            if (std::string state(e.sqlstate()); !state.empty()) {
                out["sqlstate"] = state;
            }
            return out;
        } catch (pqxx::broken_connection const &e) {
            return {{"message", e.what()}, {"native", "broken_connection"}};
        } catch (std::exception const &e) {
            return {{"message", e.what()}, {"native", "std::exception"}};
        }
    }
};

} // namespace

int main() {
    libpqxx lib;
    shim::server(lib).run();
}
