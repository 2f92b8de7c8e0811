# frozen_string_literal: true

# The shim protocol for Ruby: what is left to a shim is its library's own calls.
#
# A shim is an object with hello, a hash that says what it is, and a method for each operation that its library has, named after
# the operation in the protocol (docs/shim.md): connect(request) gives the session, pool_open(request) the pool,
# pool_acquire(pool, request) a session, pool_release(pool, session) and pool_close(pool, request) end them; all others are called
# with (session, request) and give a hash of what they answer besides ok. cancel(session) is called beside what runs,
# state(session) is what the library says of a session now, and claim(error) what its error says. An operation without a method is
# answered as unsupported. What a method raises is the library's answer, and is never retried.
#
# Each session has a thread of its own, which does its requests in their order. Where PGFAULT_ATTACH is set the shim connects to that
# address, and speaks there.

require "json"
require "socket"

module Pgfault
  PROTOCOL = 1

  # A request for a session or a pool that there is none of.
  class NoSession < StandardError; end

  # Ends a block that a library rolls back then.
  class Rollback < StandardError; end

  # The block of a library that has nothing else for a transaction, entered and left by hand: what is between runs outside of it.
  class Block
    def initialize
      @fiber = Fiber.new do
        yield lambda { raise Rollback if Fiber.yield == :rollback }
        nil
      end
      @fiber.resume
    end

    def leave = @fiber.resume(:leave)

    def roll_back
      @fiber.resume(:rollback)
    rescue Rollback
      nil # its own
    end
  end

  class Server
    def initialize(shim)
      @shim = shim
      @sessions, @pools, @turns = {}, {}, {}
      @writing = Mutex.new
      @source, @out = $stdin, $stdout
      return unless (address = ENV["PGFAULT_ATTACH"])

      host, _, port = address.rpartition(":")
      @source = @out = TCPSocket.new(host.delete("[]"), port)
    end

    def run
      @source.each_line do |line|
        request = JSON.parse(line)
        case request["op"]
        when "bye" then break
        when "hello" then write(request, hello(request))
        when "cancel", "status" then Thread.new { beside(request) }
        else turn(request) << request
        end
      end
      @out.flush
      exit!(0) # a thread that still waits must not keep the process
    end

    private

    def write(request, answer)
      line = JSON.generate({ "id" => request["id"] }.merge(answer))
      @writing.synchronize do
        @out.write("#{line}\n")
        @out.flush
      end
    end

    def hello(request)
      return { ok: true, protocol: PROTOCOL }.merge(@shim.hello) if request["protocol"] == PROTOCOL

      { ok: false, error: { message: "protocol #{PROTOCOL} is spoken here" } }
    end

    def turn(request)
      @turns[request["session"] || request["pool"]] ||= Queue.new.tap do |queue|
        Thread.new { loop { act(queue.pop) } }
      end
    end

    def act(request)
      making = %w[connect pool_acquire].include?(request["op"])
      @sessions.delete(request["session"]) if making # of an earlier scenario
      return write(request, unsupported(request)) unless has?(request["op"])

      begin
        answer = keep(request, call(request))
      rescue StandardError => e
        answer = failed(e)
      end
      write(request, with_state(request, answer))
    end

    def has?(operation) = @shim.class.method_defined?(operation, false)

    def call(request)
      operation = request["op"]
      case operation
      when "connect", "pool_open" then @shim.public_send(operation, request)
      when "pool_acquire", "pool_close" then @shim.public_send(operation, of(@pools, request["pool"]), request)
      when "pool_release" then @shim.pool_release(of(@pools, request["pool"]), of(@sessions, request["session"]))
      else @shim.public_send(operation, of(@sessions, request["session"]), request)
      end
    end

    def of(all, name) = all.fetch(name) { raise NoSession, "there is no #{name}" }

    # keep keeps what a call has made, and gives the answer.
    def keep(request, result)
      case request["op"]
      when "connect", "pool_acquire" then @sessions[request["session"]] = result
      when "pool_open" then @pools[request["pool"]] = result
      else return { ok: true }.merge(result.is_a?(Hash) ? result : {})
      end
      { ok: true }
    end

    def with_state(request, answer)
      session = @sessions[request["session"]]
      if request["op"] == "pool_release"
        @sessions.delete(request["session"]) # it is another's now
      elsif session && has?("state")
        answer = answer.merge(@shim.state(session))
      end
      answer
    end

    def beside(request)
      return write(request, unsupported(request)) unless has?(request["op"] == "status" ? "state" : "cancel")

      session = of(@sessions, request["session"])
      return write(request, { ok: true }.merge(@shim.state(session))) if request["op"] == "status"

      @shim.cancel(session)
      write(request, { ok: true })
    rescue StandardError => e
      write(request, failed(e))
    end

    def unsupported(request) = { unsupported: true, why: "#{@shim.hello[:name]} has no #{request["op"]}" }

    def failed(error)
      return { ok: false, error: { message: error.message, native: "NoSession" } } if error.is_a?(NoSession)

      { ok: false, error: { message: error.message, native: error.class.name }.merge(@shim.claim(error)) }
    end
  end

  def self.serve(shim) = Server.new(shim).run

  # The caller's deadline of a connect as libpq has it, in whole seconds. One that the DSN has stays.
  def self.connect_timeout(request)
    return {} if !request["timeout_ms"] || request.fetch("parameters", {}).key?("connect_timeout")

    { connect_timeout: (request["timeout_ms"] / 1000.0).ceil }
  end

  # The way in, as the hash that pg takes.
  def self.address(request)
    parts = { user: request["user"], password: request["password"], dbname: request["database"], sslmode: request["sslmode"] }
    hosts = request["hosts"]&.map { |one| one.rpartition(":") } || [[request["host"], ":", request["port"]]]
    parts[:host], parts[:port] = hosts.map(&:first).join(","), hosts.map(&:last).join(",")
    parts.compact.merge(request.fetch("parameters", {}).transform_keys(&:to_sym)).merge(connect_timeout(request))
  end

  QUOTED_OR_NUMBERED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/

  # The statement with its $1, $2, … written as the library has them. Those in quotes stay.
  def self.placeholders(sql)
    sql.gsub(QUOTED_OR_NUMBERED) { |part| Regexp.last_match(1) ? yield(Integer(Regexp.last_match(1))) : part }
  end

  # A value as the protocol has it: text, or nil for NULL.
  def self.text(value)
    case value
    when nil, String then value
    when true then "t"
    when false then "f"
    else value.to_s
    end
  end

  FIELDS = %i[severity severity_nonlocalized sqlstate message_primary message_detail message_hint statement_position internal_position
              internal_query context schema_name table_name column_name datatype_name constraint_name].freeze

  # What an error of the gem pg says: the code and the fields of the server's, where it has them.
  def self.of_pg(error)
    return {} unless error.respond_to?(:result) && (result = error.result)

    fields = FIELDS.to_h { |name| [name, result.error_field(PG::Result.const_get("PG_DIAG_#{name.upcase}"))] }.compact
    { sqlstate: fields[:sqlstate], diagnostics: fields }.compact
  end
end
