# A block of transaction in which a statement has failed is left as if all were well, though the server answers COMMIT with ROLLBACK.
# DATABASE_URL=postgres://… ruby commit_rolled_back.rb
require 'active_record'
ActiveRecord::Base.establish_connection(ENV['DATABASE_URL'])
puts "ActiveRecord #{ActiveRecord.version}"
db = ActiveRecord::Base.connection
db.execute('DROP TABLE IF EXISTS evidence')
db.execute('CREATE TABLE evidence (n int)')
ActiveRecord::Base.transaction do
  db.execute('INSERT INTO evidence VALUES (1)')
  begin
    db.execute('SELECT 1/0')
  rescue ActiveRecord::StatementInvalid => e
    puts "a statement fails: #{e.cause.class}"
  end
end
puts 'the block of transaction returns'
puts "rows that are there: #{db.select_value('SELECT count(*) FROM evidence')}"
