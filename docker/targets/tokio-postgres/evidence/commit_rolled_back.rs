// A commit of a transaction that has failed returns Ok, though the server answers COMMIT with ROLLBACK, and nothing is stored.
// With tokio-postgres and tokio (macros, rt-multi-thread): DATABASE_URL=postgres://… cargo run
use tokio_postgres::NoTls;

#[tokio::main]
async fn main() -> Result<(), tokio_postgres::Error> {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL");
    let (mut client, connection) = tokio_postgres::connect(&url, NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute("DROP TABLE IF EXISTS rolled_back; CREATE TABLE rolled_back (n int)").await?;
    let tx = client.transaction().await?;
    tx.execute("INSERT INTO rolled_back VALUES (1)", &[]).await?;
    if let Err(e) = tx.execute("SELECT 1 / 0", &[]).await {
        println!("handled: {e}");
    }
    println!("commit returns {:?}", tx.commit().await);
    let rows: i64 = client.query_one("SELECT count(*) FROM rolled_back", &[]).await?.get(0);
    println!("{rows} rows are there");
    Ok(())
}
