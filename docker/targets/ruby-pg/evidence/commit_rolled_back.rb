# A block of transaction in which a statement has failed is left as if all were well, though the server answers COMMIT with ROLLBACK.
# DATABASE_URL=postgres://… ruby commit_rolled_back.rb
require 'pg'
conn = PG.connect(ENV['DATABASE_URL'])
puts "pg #{PG::VERSION}"
conn.exec('DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)')
conn.transaction do
  conn.exec('INSERT INTO evidence VALUES (1)')
  begin
    conn.exec('SELECT 1/0')
  rescue PG::Error => e
    puts "a statement fails: #{e.result.error_field(PG::PG_DIAG_SQLSTATE)}"
  end
end
puts 'the block of transaction returns'
puts "rows that are there: #{conn.exec('SELECT count(*) FROM evidence').getvalue(0, 0)}"
