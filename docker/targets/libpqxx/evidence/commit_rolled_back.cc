// commit() of a transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.
// g++ -std=c++20 commit_rolled_back.cc $(pkg-config --cflags --libs libpqxx) && DATABASE_URL=postgres://… ./a.out
#include <cstdlib>
#include <iostream>
#include <pqxx/pqxx>

int main() {
    pqxx::connection conn(std::getenv("DATABASE_URL"));
    { pqxx::nontransaction n(conn); n.exec("DROP TABLE IF EXISTS evidence"); n.exec("CREATE TABLE evidence (n int)"); }
    {
        pqxx::work work(conn);
        work.exec("INSERT INTO evidence VALUES (1)");
        try {
            work.exec("SELECT 1/0");
        } catch (pqxx::sql_error const &e) {
            std::cout << "a statement fails: " << e.sqlstate() << "\n";
        }
        try {
            work.commit();
            std::cout << "commit() returns\n";
        } catch (std::exception const &e) {
            std::cout << "commit() throws: " << e.what() << "\n";
        }
    }
    pqxx::nontransaction n(conn);
    std::cout << "rows that are there: " << n.exec("SELECT count(*) FROM evidence").one_field().view() << "\n";
}
