# frozen_string_literal: true

# The gem pg as its documentation uses it: exec and exec_params, transaction with its block, prepare, copy_data, wait_for_notify.
#
# It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds.

require "pg"
require_relative "../ruby/pgfault_shim"

class RubyPg
  Session = Struct.new(:conn, :block)

  TX = { 0 => "idle", 1 => "active", 2 => "intrans", 3 => "inerror", 4 => "unknown" }.freeze

  # wait_for_notify has returned nothing within the caller's time.
  class NoNotification < StandardError; end

  # The program ends a transaction that it has not begun.
  class NoTransaction < StandardError; end

  def hello
    {
      name: "ruby-pg", version: PG::VERSION, language: "ruby",
      capabilities: %w[tx status prepare copy listen cancel concurrent], reports: %w[status tx sqlstate diagnostics],
      traits: { deadline: "none", connect_timeout_granularity_ms: 2000, cancel: "running" },
      homepage: "https://github.com/ged/ruby-pg", issues_url: "https://github.com/ged/ruby-pg/issues",
    }
  end

  def connect(request) = Session.new(PG.connect(Pgfault.address(request)))

  def close(session, _request) = session.conn.close

  def query(session, request)
    answer(request["args"] ? session.conn.exec_params(request["sql"], request["args"]) : session.conn.exec(request["sql"]))
  end

  def begin(session, _request)
    session.block = nil
    session.block = Pgfault::Block.new { |inside| session.conn.transaction { inside.call } }
  end

  def commit(session, _request) = left(session).leave

  def rollback(session, _request) = left(session).roll_back

  def prepare(session, request)
    session.conn.prepare(request["name"], request["sql"])
    nil
  end

  def execute(session, request) = answer(session.conn.exec_prepared(request["name"], request["args"] || []))

  def copy_in(session, request)
    done = session.conn.copy_data(request["sql"]) do
      request.fetch("rows", []).each { |line| session.conn.put_copy_data("#{line}\n") }
      raise request["fail"] if request["fail"]
    end
    { tag: done.cmd_status }
  end

  def copy_out(session, request)
    rows = []
    done = session.conn.copy_data(request["sql"]) do
      while (line = session.conn.get_copy_data)
        rows << line.chomp
      end
    end
    { rows: rows, tag: done.cmd_status }
  end

  def listen(session, request)
    session.conn.exec("LISTEN #{session.conn.quote_ident(request["channel"])}")
    nil
  end

  def wait_notification(session, request)
    came = nil
    session.conn.wait_for_notify(request["timeout_ms"] && (request["timeout_ms"] / 1000.0)) do |channel, _pid, payload|
      came = { channel: channel, payload: payload }
    end
    came || raise(NoNotification, "no notification within the caller's time")
  end

  def cancel(session) = session.conn.cancel

  def state(session)
    return { status: "closed" } if session.conn.finished?

    { status: session.conn.status == PG::CONNECTION_OK ? "open" : "closed", tx: TX[session.conn.transaction_status] }
  end

  def claim(error) = Pgfault.of_pg(error)

  private

  def answer(result)
    { rows: result.values.map { |row| row.map { |value| Pgfault.text(value) } }, tag: result.cmd_status }
  end

  def left(session)
    block, session.block = session.block, nil
    block || raise(NoTransaction, "no transaction was begun")
  end
end

Pgfault.serve(RubyPg.new) if $PROGRAM_NAME == __FILE__
