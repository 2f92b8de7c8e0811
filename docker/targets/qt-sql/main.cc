// Qt's SQL module with its driver QPSQL as its documentation uses it: QSqlDatabase, QSqlQuery, and lastError where a call gives false.
// It has no deadline for a call; connect options are libpq's.
#include "../cxx/shim.hpp"
#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlField>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QVariant>
#include <atomic>

using shim::json;

namespace {

[[noreturn]] void fail(QSqlError const &error) {
    json claim = {{"message", error.text().toStdString()}, {"native", "QSqlError::" + std::to_string(int(error.type()))}};
    if (std::string code = error.nativeErrorCode().toStdString(); !code.empty()) {
        claim["sqlstate"] = code;
    }
    throw shim::failure{claim};
}

std::atomic<int> made;

struct connection : shim::session {
    QString name = QString::number(++made);
    std::map<std::string, QSqlQuery> statements;

    QSqlDatabase db() { return QSqlDatabase::database(name, false); }

    explicit connection(json const &request) {
        QSqlDatabase db = QSqlDatabase::addDatabase("QPSQL", name);
        auto text = [&](char const *of) { return QString::fromStdString(request.value(of, "")); };
        db.setHostName(text("host"));
        db.setPort(request.value("port", 5432));
        db.setUserName(text("user"));
        db.setPassword(text("password"));
        db.setDatabaseName(text("database"));
        QStringList options;
        json parameters = request.value("parameters", json::object());
        if (request.contains("sslmode")) {
            parameters["sslmode"] = request["sslmode"];
        }
        if (int limit = shim::seconds(request); limit && !parameters.contains("connect_timeout")) {
            parameters["connect_timeout"] = std::to_string(limit);
        }
        for (auto const &[key, value] : parameters.items()) {
            options << QString::fromStdString(key + "=" + value.get<std::string>());
        }
        db.setConnectOptions(options.join(';'));
        if (!db.open()) {
            fail(db.lastError());
        }
    }
    ~connection() override {
        statements.clear();
        db().close();
    }

    static json text(QVariant const &value) {
        if (value.isNull()) {
            return nullptr;
        }
        return value.typeId() == QMetaType::Bool ? json(value.toBool() ? "t" : "f") : json(value.toString().toStdString());
    }

    static json rows(QSqlQuery &query) {
        json rows = json::array();
        if (query.isSelect()) {
            int columns = query.record().count();
            while (query.next()) {
                json row = json::array();
                for (int i = 0; i < columns; i++) {
                    row.push_back(text(query.value(i)));
                }
                rows.push_back(row);
            }
        }
        return {{"rows", rows}};
    }

    json query(json const &request) override {
        QSqlQuery query(db());
        if (!request.contains("args")) {
            if (!query.exec(QString::fromStdString(request["sql"]))) {
                fail(query.lastError());
            }
            return rows(query);
        }
        std::vector<int> order;
        std::string sql = shim::placeholders(request["sql"], [&](int n) {
            order.push_back(n);
            return "?";
        });
        if (!query.prepare(QString::fromStdString(sql))) {
            fail(query.lastError());
        }
        auto args = shim::arguments(request);
        for (int n : order) {
            if (std::size_t(n) <= args.size()) { // a place that has no value is left empty
                auto const &one = args[n - 1];
                query.addBindValue(one ? QVariant(QString::fromStdString(*one)) : QVariant(QMetaType(QMetaType::QString)));
            }
        }
        if (!query.exec()) {
            fail(query.lastError());
        }
        return rows(query);
    }
    json done(bool ok) {
        if (!ok) {
            fail(db().lastError());
        }
        return nullptr;
    }
    json begin(json const &) override { return done(db().transaction()); }
    json commit(json const &) override { return done(db().commit()); }
    json rollback(json const &) override { return done(db().rollback()); }
    json close(json const &) override {
        db().close();
        return nullptr;
    }
};

struct qt : shim::library {
    json hello() override {
        return {{"name", "qt-sql"}, {"version", qVersion()}, {"language", "c++"}, {"capabilities", {"tx", "concurrent"}}, {"reports", {"sqlstate"}},
            {"traits", {{"deadline", "none"}, {"connect_timeout_granularity_ms", 2000}, {"cancel", "none"},
                {"dsn", {"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "options", "application_name",
                    "channel_binding", "target_session_attrs", "keepalives", "keepalives_idle", "tcp_user_timeout", "require_auth"}}}},
            {"homepage", "https://doc.qt.io/qt-6/qtsql-index.html"}, {"issues_url", "https://bugreports.qt.io"}};
    }
    std::shared_ptr<shim::session> connect(json const &request) override { return std::make_shared<connection>(request); }
    json claim() override { return {{"message", "an exception that Qt does not have"}}; }
};

} // namespace

int main(int argc, char **argv) {
    QCoreApplication app(argc, argv);
    qt lib;
    shim::server(lib).run();
}
