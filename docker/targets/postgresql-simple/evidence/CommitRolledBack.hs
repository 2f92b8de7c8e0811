{-# LANGUAGE OverloadedStrings #-}
-- commit of a transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.
-- ghc CommitRolledBack.hs && DATABASE_URL=postgres://… ./CommitRolledBack
import Control.Exception
import qualified Data.ByteString.Char8 as B
import Database.PostgreSQL.Simple
import System.Environment

main :: IO ()
main = do
  conn <- getEnv "DATABASE_URL" >>= connectPostgreSQL . B.pack
  _ <- execute_ conn "DROP TABLE IF EXISTS evidence"
  _ <- execute_ conn "CREATE TABLE evidence (n int)"
  begin conn
  _ <- execute_ conn "INSERT INTO evidence VALUES (1)"
  failed <- try (query_ conn "SELECT 1/0") :: IO (Either SqlError [Only Int])
  putStrLn ("a statement fails: " ++ either (B.unpack . sqlState) show' failed)
  ended <- try (commit conn) :: IO (Either SomeException ())
  putStrLn (either (("commit throws: " ++) . show) (const "commit returns") ended)
  [Only n] <- query_ conn "SELECT count(*) FROM evidence" :: IO [Only Int]
  putStrLn ("rows that are there: " ++ show n)
  where show' _ = "it does not"
