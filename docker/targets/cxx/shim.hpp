// The shim protocol for C++ (docs/shim.md): what is left to a shim is its library's own calls. Each session has a thread, which
// does its requests in their order; a cancel and a status are done beside it.
#pragma once

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace shim {

using json = nlohmann::json;

/// An operation that the library does not have.
struct unsupported : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A failure that has no exception in the library: what it says is the claim.
struct failure {
    json claim;
};

/// A connection; an operation gives what it answers besides ok.
struct session {
    virtual ~session() = default;
    virtual json query(json const &) = 0;
    virtual json begin(json const &) = 0;
    virtual json commit(json const &) = 0;
    virtual json rollback(json const &) = 0;
    virtual json close(json const &) = 0;
    virtual json prepare(json const &) { throw unsupported("prepare"); }
    virtual json execute(json const &) { throw unsupported("execute"); }
    virtual void cancel() { throw unsupported("cancel"); }
    /// What the library says of the connection now, without asking the server.
    virtual json state() { return nullptr; }
};

/// A library.
struct library {
    virtual ~library() = default;
    virtual json hello() = 0;
    virtual std::shared_ptr<session> connect(json const &) = 0;
    /// What the exception that is handled now says.
    virtual json claim() = 0;
};

inline int seconds(json const &request) {
    return int((request.value("timeout_ms", 0L) + 999) / 1000);
}

/// The DSN with the caller's deadline of a connect, in the only unit that libpq has; where the scenario gives one, that stays.
inline std::string dsn(json const &request) {
    std::string text = request.value("dsn", "");
    if (seconds(request) == 0 || text.find("connect_timeout") != std::string::npos) {
        return text;
    }
    return text + (text.find('?') == std::string::npos ? "?" : "&") + "connect_timeout=" + std::to_string(seconds(request));
}

/// The arguments of a request: texts, or nothing for NULL.
inline std::vector<std::optional<std::string>> arguments(json const &request) {
    std::vector<std::optional<std::string>> out;
    if (request.contains("args")) {
        for (auto const &one : request["args"]) {
            out.push_back(one.is_null() ? std::nullopt : std::optional<std::string>(one.get<std::string>()));
        }
    }
    return out;
}

/// The statement with what `write` gives in the place of each $1, $2, …; those in quotes stay.
inline std::string placeholders(std::string const &sql, std::function<std::string(int)> write) {
    std::string out;
    char quote = 0;
    for (std::size_t i = 0; i < sql.size(); i++) {
        char c = sql[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '$' && i + 1 < sql.size() && std::isdigit((unsigned char)sql[i + 1])) {
            std::size_t end = i + 1;
            while (end < sql.size() && std::isdigit((unsigned char)sql[end])) {
                end++;
            }
            out += write(std::stoi(sql.substr(i + 1, end - i - 1)));
            i = end - 1;
            continue;
        }
        out += c;
    }
    return out;
}

class server {
public:
    explicit server(library &lib) : lib(lib) {}

    void run() {
        std::string line;
        while (std::getline(std::cin, line)) {
            json request = json::parse(line);
            std::string op = request["op"];
            if (op == "bye") {
                break;
            }
            if (op == "hello") {
                json answer = request.value("protocol", 0) == 1 ? json{{"ok", true}, {"protocol", 1}} : json{{"ok", false}, {"error", {{"message", "protocol 1 is spoken here"}}}};
                answer.update(lib.hello());
                write(request, answer);
            } else if (op == "cancel" || op == "status") {
                std::thread([this, request] { act(request); }).detach();
            } else {
                turn(request.value("session", ""), request);
            }
        }
        std::cout.flush();
        std::_Exit(0); // a call that still waits must not keep the process
    }

private:
    struct queue {
        std::mutex mutex;
        std::condition_variable more;
        std::deque<json> requests;
    };

    library &lib;
    std::mutex mutex, writing;
    std::map<std::string, std::shared_ptr<session>> sessions;
    std::map<std::string, std::shared_ptr<queue>> turns;

    void turn(std::string const &name, json const &request) {
        auto &of = turns[name];
        if (!of) {
            of = std::make_shared<queue>();
            std::thread([this, q = of] {
                for (;;) {
                    std::unique_lock lock(q->mutex);
                    q->more.wait(lock, [&] { return !q->requests.empty(); });
                    json next = q->requests.front();
                    q->requests.pop_front();
                    lock.unlock();
                    act(next);
                }
            }).detach();
        }
        std::lock_guard lock(of->mutex);
        of->requests.push_back(request);
        of->more.notify_one();
    }

    std::shared_ptr<session> find(std::string const &name) {
        std::lock_guard lock(mutex);
        auto at = sessions.find(name);
        return at == sessions.end() ? nullptr : at->second;
    }

    void act(json const &request) {
        std::string name = request.value("session", "");
        json answer = {{"ok", true}};
        try {
            json said = call(request, name);
            if (said.is_object()) {
                answer.update(said);
            }
        } catch (unsupported const &e) {
            answer = {{"unsupported", true}, {"why", lib.hello()["name"].get<std::string>() + " has no " + e.what()}};
        } catch (failure const &e) {
            answer = {{"ok", false}, {"error", e.claim}};
        } catch (...) {
            answer = {{"ok", false}, {"error", lib.claim()}};
        }
        if (auto s = find(name); s && request["op"] != "cancel" && !answer.contains("unsupported")) {
            json state = s->state();
            if (state.is_object()) {
                answer.update(state);
            }
        }
        write(request, answer);
    }

    json call(json const &request, std::string const &name) {
        std::string op = request["op"];
        if (op == "connect") {
            { // of an earlier scenario: one process serves many
                std::shared_ptr<session> was;
                std::lock_guard lock(mutex);
                was.swap(sessions[name]);
                sessions.erase(name);
            }
            auto made = lib.connect(request);
            std::lock_guard lock(mutex);
            sessions[name] = made;
            return nullptr;
        }
        auto s = find(name);
        static const std::map<std::string, json (session::*)(json const &)> operations = {
            {"query", &session::query}, {"begin", &session::begin}, {"commit", &session::commit}, {"rollback", &session::rollback},
            {"close", &session::close}, {"prepare", &session::prepare}, {"execute", &session::execute}};
        auto at = operations.find(op);
        if (op != "status" && op != "cancel" && at == operations.end()) {
            throw unsupported(op);
        }
        if (!s) {
            throw failure{{{"message", "there is no session " + name}}};
        }
        if (op == "cancel") {
            s->cancel();
            return nullptr;
        }
        if (op == "status") {
            if (!s->state().is_object()) {
                throw unsupported(op);
            }
            return nullptr;
        }
        return ((*s).*(at->second))(request);
    }

    void write(json const &request, json answer) {
        answer["id"] = request["id"];
        std::lock_guard lock(writing);
        // What is no UTF-8 is shown as such, and ends nothing.
        std::cout << answer.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
    }
};

/// The parameters that libpq understands, asked of it by who links it.
template <class Options> std::vector<std::string> understood(Options options) {
    std::vector<std::string> names = {"hosts"};
    for (; options && options->keyword; options++) {
        names.push_back(options->keyword);
    }
    return names;
}

} // namespace shim
