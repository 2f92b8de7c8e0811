// A commit of a transaction that has failed returns Ok, though the server answers COMMIT with ROLLBACK, and nothing is stored.
// With sqlx (postgres, runtime-tokio) and tokio (macros, rt-multi-thread): DATABASE_URL=postgres://… cargo run
use sqlx::{Connection, PgConnection};

#[tokio::main]
async fn main() -> Result<(), sqlx::Error> {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL");
    let mut conn = PgConnection::connect(&url).await?;
    sqlx::raw_sql("DROP TABLE IF EXISTS rolled_back; CREATE TABLE rolled_back (n int)").execute(&mut conn).await?;
    let mut tx = conn.begin().await?;
    sqlx::query("INSERT INTO rolled_back VALUES (1)").execute(&mut *tx).await?;
    if let Err(e) = sqlx::query("SELECT 1 / 0").execute(&mut *tx).await {
        println!("handled: {e}");
    }
    println!("commit returns {:?}", tx.commit().await);
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM rolled_back").fetch_one(&mut conn).await?;
    println!("{rows} rows are there");
    Ok(())
}
