// commit() of a transaction in which a statement has failed, which the server answers with ROLLBACK.
// DATABASE_URL=jdbc:postgresql://… java -cp postgresql.jar CommitRolledBack.java
import java.sql.*;

class CommitRolledBack {
    public static void main(String[] args) throws SQLException {
        try (Connection conn = DriverManager.getConnection(System.getenv("DATABASE_URL")); Statement s = conn.createStatement()) {
            System.out.println(conn.getMetaData().getDriverVersion());
            s.execute("DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)");
            conn.setAutoCommit(false);
            s.execute("INSERT INTO evidence VALUES (1)");
            try {
                s.execute("SELECT 1/0");
            } catch (SQLException e) {
                System.out.println("a statement fails: " + e.getSQLState());
            }
            try {
                conn.commit();
                System.out.println("commit() returns");
            } catch (SQLException e) {
                System.out.println("commit() throws: " + e.getSQLState() + " " + e.getMessage());
            }
            ResultSet r = s.executeQuery("SELECT count(*) FROM evidence");
            r.next();
            System.out.println("rows that are there: " + r.getInt(1));
        }
    }
}
