// commit() of a transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.
// g++ -std=c++20 commit_rolled_back.cc -lsoci_core -lsoci_postgresql && DATABASE_URL=postgres://… ./a.out
#include <cstdlib>
#include <iostream>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

int main() {
    soci::session sql(soci::postgresql, std::getenv("DATABASE_URL"));
    sql << "DROP TABLE IF EXISTS evidence";
    sql << "CREATE TABLE evidence (n int)";
    soci::transaction transaction(sql);
    sql << "INSERT INTO evidence VALUES (1)";
    try {
        sql << "SELECT 1/0";
    } catch (soci::postgresql_soci_error const &e) {
        std::cout << "a statement fails: " << e.sqlstate() << "\n";
    }
    try {
        transaction.commit();
        std::cout << "commit() returns\n";
    } catch (std::exception const &e) {
        std::cout << "commit() throws: " << e.what() << "\n";
    }
    int n = -1;
    sql << "SELECT count(*)::int FROM evidence", soci::into(n);
    std::cout << "rows that are there: " << n << "\n";
}
