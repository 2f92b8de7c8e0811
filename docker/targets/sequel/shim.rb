# frozen_string_literal: true

# Sequel as its documentation uses it: a Database with its pool, execute, named placeholders that it
# fills in itself, transaction with its block. Rows are read from the result, since
# those of fetch have no two columns of a name.
#
# It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds. A connection belongs to its thread, as a
# session's does here.

require "sequel"
require_relative "../ruby/pgfault_shim"

class SequelShim
  Session = Struct.new(:database, :block)

  # The program ends a transaction that it has not begun.
  class NoTransaction < StandardError; end

  def hello
    {
      name: "sequel", version: Sequel::VERSION, language: "ruby",
      capabilities: %w[tx concurrent], reports: %w[sqlstate diagnostics disconnect],
      traits: { deadline: "none", connect_timeout_granularity_ms: 2000, cancel: "none", pool: "replaces" },
      homepage: "https://sequel.jeremyevans.net", issues_url: "https://github.com/jeremyevans/sequel/issues",
    }
  end

  def connect(request)
    address = Pgfault.address(request)
    known = { user: address.delete(:user), password: address.delete(:password), database: address.delete(:dbname),
              host: address.delete(:host), port: address.delete(:port), sslmode: address.delete(:sslmode),
              connect_timeout: address.delete(:connect_timeout) }.compact
    Session.new(Sequel.connect(adapter: "postgres", max_connections: 1, driver_options: address, **known))
  end

  def close(session, _request)
    session.database.disconnect
    nil
  end

  def query(session, request)
    sql = request["sql"]
    if request["args"]
      names = request["args"].each_with_index.to_h { |value, n| [:"a#{n + 1}", value] }
      sql = session.database.literal(Sequel.lit(Pgfault.placeholders(sql) { |n| ":a#{n}" }, names))
    end
    session.database.execute(sql) { |result| { rows: result.values.map { |row| row.map { |value| Pgfault.text(value) } } } }
  end

  def begin(session, _request)
    session.block = nil
    session.block = Pgfault::Block.new { |inside| session.database.transaction { inside.call } }
    nil
  end

  def commit(session, _request)
    left(session).leave
    nil
  end

  def rollback(session, _request)
    left(session).roll_back
    nil
  end

  def claim(error)
    return {} unless error.is_a?(Sequel::DatabaseError)

    { disconnect: error.is_a?(Sequel::DatabaseDisconnectError) }.merge(Pgfault.of_pg(error.wrapped_exception))
  end

  private

  def left(session)
    block, session.block = session.block, nil
    block || raise(NoTransaction, "no transaction was begun")
  end
end

Pgfault.serve(SequelShim.new) if $PROGRAM_NAME == __FILE__
