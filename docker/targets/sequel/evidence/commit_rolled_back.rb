# A block of transaction in which a statement has failed is left as if all were well, though the server answers COMMIT with ROLLBACK.
# DATABASE_URL=postgres://… ruby commit_rolled_back.rb
require 'sequel'
db = Sequel.connect(ENV['DATABASE_URL'])
puts "Sequel #{Sequel.version}"
db.drop_table?(:evidence)
db.create_table(:evidence) { Integer :n }
db.transaction do
  db[:evidence].insert(n: 1)
  begin
    db.fetch('SELECT 1/0').all
  rescue Sequel::DatabaseError => e
    puts "a statement fails: #{e.wrapped_exception.class}"
  end
end
puts 'the block of transaction returns'
puts "rows that are there: #{db[:evidence].count}"
