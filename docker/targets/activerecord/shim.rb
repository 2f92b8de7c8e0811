# frozen_string_literal: true

# ActiveRecord as its documentation uses it: a class with its own connection, exec_query with binds, transaction with its block.
#
# It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds. BEGIN goes with the first statement of a
# transaction. A connection belongs to its thread, as a session's does here.

require "active_record"
require "pg"
require_relative "../ruby/pgfault_shim"

class ActiveRecordShim
  Session = Struct.new(:model, :block) do
    def conn = model.respond_to?(:lease_connection) ? model.lease_connection : model.connection
  end

  # The program ends a transaction that it has not begun.
  class NoTransaction < StandardError; end

  @@count = 0

  def hello
    {
      name: "activerecord", version: ActiveRecord.version.to_s, language: "ruby",
      capabilities: %w[tx concurrent], reports: %w[sqlstate diagnostics],
      traits: { deadline: "none", connect_timeout_granularity_ms: 2000, cancel: "none", begin: "lazy", pool: "replaces" },
      homepage: "https://guides.rubyonrails.org", issues_url: "https://github.com/rails/rails/issues",
    }
  end

  def connect(request)
    name = "Session#{@@count += 1}"
    model = self.class.const_set(name, Class.new(ActiveRecord::Base) { self.abstract_class = true })
    address = Pgfault.address(request)
    model.establish_connection(adapter: "postgresql", username: address.delete(:user), database: address.delete(:dbname), pool: 1, **address)
    session = Session.new(model)
    session.conn.verify!
    session
  end

  def close(session, _request)
    session.model.connection_pool.disconnect!
    nil
  end

  def query(session, request)
    result = session.conn.exec_query(request["sql"], "SQL", request["args"] || [])
    { rows: result.rows.map { |row| row.map { |value| Pgfault.text(value) } } }
  end

  def begin(session, _request)
    session.block = nil
    session.block = Pgfault::Block.new { |inside| session.model.transaction { inside.call } }
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

  def claim(error) = Pgfault.of_pg(error.cause || error)

  private

  def left(session)
    block, session.block = session.block, nil
    block || raise(NoTransaction, "no transaction was begun")
  end
end

Pgfault.serve(ActiveRecordShim.new) if $PROGRAM_NAME == __FILE__
