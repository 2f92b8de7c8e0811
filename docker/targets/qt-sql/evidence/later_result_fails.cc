// exec() of several statements looks at the first one's result alone: an error that comes after it is told to nobody.
// g++ -fPIC later_result_fails.cc $(pkg-config --cflags --libs Qt6Sql) && ./a.out, with PGHOST, PGPORT, PGUSER and PGDATABASE
#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>
#include <cstdio>

int main(int argc, char **argv) {
    QCoreApplication app(argc, argv);
    std::printf("Qt %s\n", qVersion());
    QSqlDatabase db = QSqlDatabase::addDatabase("QPSQL");
    std::printf("open: %d\n", db.open());
    QSqlQuery query(db);
    query.exec("DROP TABLE IF EXISTS evidence");
    query.exec("CREATE TABLE evidence (n int)");
    bool done = query.exec("INSERT INTO evidence VALUES (1); INSERT INTO evidence VALUES (1/0)");
    std::printf("exec() of two statements, of which the second fails, returns %d, and lastError() is \"%s\"\n", done,
                qPrintable(query.lastError().text()));
    query.exec("SELECT count(*) FROM evidence");
    query.next();
    std::printf("rows that are there: %d\n", query.value(0).toInt());
}
