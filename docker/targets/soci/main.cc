// SOCI over its PostgreSQL backend as its documentation uses it: session << sql, a row for each row, begin, commit and rollback of the
// session. It has no deadline for a call.
#include "../cxx/shim.hpp"
#include <libpq-fe.h>
#include <regex>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/version.h>

using shim::json;

namespace {

json text(soci::row const &row, std::size_t i) {
    if (row.get_indicator(i) == soci::i_null) {
        return nullptr;
    }
    switch (row.get_properties(i).get_db_type()) {
    case soci::db_string:
    case soci::db_xml:
        return row.get<std::string>(i);
    case soci::db_double: {
        std::ostringstream out;
        out << row.get<double>(i);
        return out.str();
    }
    case soci::db_int8:
        return row.get<int8_t>(i) ? "t" : "f"; // nothing else has that type
    case soci::db_int16:
        return std::to_string(row.get<int16_t>(i));
    case soci::db_int32:
        return std::to_string(row.get<int32_t>(i));
    case soci::db_int64:
        return std::to_string(row.get<int64_t>(i));
    default:
        return "a value of another type";
    }
}

struct connection : shim::session {
    soci::session sql;

    explicit connection(std::string const &dsn) : sql(soci::postgresql, dsn) {}

    /// A statement that gives rows is one of them to its caller too: SOCI runs another twice where it is asked for rows.
    static bool gives_rows(std::string const &text) {
        static const std::regex rows(R"(^\s*(SELECT|WITH|VALUES|SHOW|TABLE|FETCH|EXPLAIN)\b|\bRETURNING\b)", std::regex::icase);
        return std::regex_search(text, rows);
    }

    json query(json const &request) override {
        auto args = shim::arguments(request);
        std::string const text_ = shim::placeholders(request["sql"], [](int n) { return ":p" + std::to_string(n); });
        std::vector<std::string> values(args.size());
        std::vector<soci::indicator> indicators(args.size());
        soci::row row;
        soci::statement statement(sql);
        for (std::size_t i = 0; i < args.size(); i++) {
            values[i] = args[i].value_or("");
            indicators[i] = args[i] ? soci::i_ok : soci::i_null;
            statement.exchange(soci::use(values[i], indicators[i], "p" + std::to_string(i + 1)));
        }
        bool const selects = gives_rows(text_);
        if (selects) {
            statement.exchange(soci::into(row));
        }
        statement.alloc();
        statement.prepare(text_, soci::details::st_one_time_query); // as session << does
        statement.define_and_bind();
        json rows = json::array();
        if (!selects) {
            statement.execute(true);
            return {{"rows", rows}};
        }
        statement.execute(false);
        while (statement.fetch()) {
            json out = json::array();
            for (std::size_t i = 0; i < row.size(); i++) {
                out.push_back(text(row, i));
            }
            rows.push_back(out);
        }
        return {{"rows", rows}};
    }
    json begin(json const &) override { sql.begin(); return nullptr; }
    json commit(json const &) override { sql.commit(); return nullptr; }
    json rollback(json const &) override { sql.rollback(); return nullptr; }
    json close(json const &) override { sql.close(); return nullptr; }
};

struct soci_library : shim::library {
    json hello() override {
        std::string version = std::to_string(SOCI_VERSION / 100000) + "." + std::to_string(SOCI_VERSION / 100 % 1000) + "." + std::to_string(SOCI_VERSION % 100);
        return {{"name", "soci"}, {"version", version}, {"language", "c++"}, {"capabilities", {"tx", "concurrent"}},
            {"reports", {"sqlstate"}},
            {"traits", {{"deadline", "none"}, {"connect_timeout_granularity_ms", 2000}, {"cancel", "none"}, {"dsn", shim::understood(PQconndefaults())}}},
            {"homepage", "https://soci.sourceforge.net"}, {"issues_url", "https://github.com/SOCI/soci/issues"}};
    }
    std::shared_ptr<shim::session> connect(json const &request) override { return std::make_shared<connection>(shim::dsn(request)); }
    json claim() override {
        try {
            throw;
        } catch (soci::postgresql_soci_error const &e) {
            json out = {{"message", e.what()}, {"native", "postgresql_soci_error"}};
            if (e.sqlstate() != "" && e.sqlstate() != "     ") {
                out["sqlstate"] = e.sqlstate();
            }
            return out;
        } catch (std::exception const &e) {
            return {{"message", e.what()}, {"native", "soci_error"}};
        }
    }
};

} // namespace

int main() {
    soci_library lib;
    shim::server(lib).run();
}
