// A BEGIN whose future is dropped before its answer has come, as by a timeout or select!, goes on, and its connection goes back to the
// pool: what is written on it next is reported done, in a transaction that nobody commits.
// With sqlx (postgres, runtime-tokio) and tokio (macros, rt-multi-thread): DATABASE_URL=postgres://… cargo run
use sqlx::postgres::PgPoolOptions;
use std::future::Future;
use std::task::Poll;

#[tokio::main]
async fn main() -> Result<(), sqlx::Error> {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL");
    let other = PgPoolOptions::new().max_connections(1).connect(&url).await?;
    sqlx::raw_sql("DROP TABLE IF EXISTS given_up; CREATE TABLE given_up (n int)").execute(&other).await?;
    for n in 0..3 {
        let pool = PgPoolOptions::new().max_connections(1).connect(&url).await?;
        let mut begin = Box::pin(pool.begin());
        let mut waits = n; // given up when it has waited so often
        let ended = std::future::poll_fn(|cx| match begin.as_mut().poll(cx) {
            Poll::Ready(_) => Poll::Ready("has ended, and is rolled back"),
            Poll::Pending if waits == 0 => Poll::Ready("is given up"),
            Poll::Pending => {
                waits -= 1;
                Poll::Pending
            }
        });
        let said = ended.await;
        drop(begin);
        sqlx::query("INSERT INTO given_up VALUES ($1)").bind(n).execute(&pool).await?;
        let there: i64 = sqlx::query_scalar("SELECT count(*) FROM given_up WHERE n = $1").bind(n).fetch_one(&other).await?;
        println!("BEGIN {said} after {n} waits; the INSERT after it is reported done, and {there} row is there");
        pool.close().await;
    }
    Ok(())
}
