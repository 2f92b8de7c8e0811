import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The shim protocol for Java (docs/shim.md): what is left to a shim is its library's own calls. Each session has a thread, which
 * does its requests in their order; a cancel and a status are done beside it.
 *
 * @param <S> what a session is to the library
 */
abstract class Shim<S> {
    static final long PROTOCOL = 1;

    private OutputStream out = System.out;
    private final Map<String, S> sessions = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Object>> pools = new ConcurrentHashMap<>();
    private final Map<String, ExecutorService> turns = new ConcurrentHashMap<>();

    /** What the client says of itself. */
    abstract Map<String, Object> hello() throws Exception;

    /** Makes a session. */
    abstract S connect(Map<String, Object> request) throws Exception;

    /** Does an operation on a session, and gives what it answers besides ok; null is an operation that the library does not have. */
    abstract Map<String, Object> operate(S session, Map<String, Object> request) throws Exception;

    /** Tells whether the library has pools. */
    boolean pools() {
        return false;
    }

    Object openPool(Map<String, Object> request) throws Exception {
        return null;
    }

    /** Takes a session from a pool. */
    S acquire(Object pool, Map<String, Object> request) throws Exception {
        return null;
    }

    /** Gives a session back to its pool. */
    void release(Object pool, S session) throws Exception {}

    void closePool(Object pool) throws Exception {}

    /** Ends what runs on the session; false where the library can't. */
    abstract boolean cancel(S session) throws Exception;

    /** What the library says of the session now, without asking the server; null where it says nothing. */
    abstract Map<String, Object> state(S session) throws Exception;

    /** What the library's exception says. */
    abstract Map<String, Object> claim(Throwable error);

    /** Serves on stdin and stdout, or where PGFAULT_ATTACH is set on a connection to that address: by hand, in a debugger. */
    void serve() throws Exception {
        InputStream source = System.in;
        String address = System.getenv("PGFAULT_ATTACH");
        if (address != null && !address.isEmpty()) {
            int colon = address.lastIndexOf(':');
            Socket caller = new Socket(address.substring(0, colon).replaceAll("[\\[\\]]", ""), Integer.parseInt(address.substring(colon + 1)));
            source = caller.getInputStream();
            out = caller.getOutputStream();
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            Map<String, Object> request = Json.object(line);
            switch ((String) request.get("op")) {
                case "bye":
                    Runtime.getRuntime().halt(0);
                    break;
                case "hello":
                    write(request, request.get("protocol").equals(PROTOCOL) ? with(ok(), hello()) : failed("protocol 1 is spoken here"));
                    break;
                case "cancel":
                case "status":
                    Thread beside = new Thread(() -> act(request));
                    beside.setDaemon(true);
                    beside.start();
                    break;
                case "pool_open": // who takes from it waits until it is open
                    pools.put((String) request.get("pool"), new CompletableFuture<>());
                    inTurn("pool " + request.get("pool"), request);
                    break;
                case "pool_close":
                    inTurn("pool " + request.get("pool"), request);
                    break;
                default:
                    inTurn((String) request.getOrDefault("session", ""), request);
            }
        }
        System.exit(0); // a call that still waits must not keep the process
    }

    private void inTurn(String turn, Map<String, Object> request) {
        turns.computeIfAbsent(turn, name -> Executors.newSingleThreadExecutor()).execute(() -> act(request));
    }

    private void act(Map<String, Object> request) {
        String name = (String) request.get("session");
        Map<String, Object> answer;
        try {
            answer = answer(request, name);
        } catch (Throwable error) {
            answer = ok();
            answer.put("ok", false);
            answer.put("error", claim(error));
        }
        try {
            S session = name == null ? null : sessions.get(name);
            if (session != null && !request.get("op").equals("cancel")) {
                Map<String, Object> said = state(session);
                answer.putAll(said == null ? map() : said);
            }
        } catch (Exception ignored) {
            // a library that can't tell says nothing
        }
        write(request, answer);
    }

    private Map<String, Object> answer(Map<String, Object> request, String name) throws Exception {
        String op = (String) request.get("op");
        if (op.equals("connect")) {
            sessions.remove(name); // of an earlier scenario: one process serves many
            sessions.put(name, connect(request));
            return ok();
        }
        if (op.startsWith("pool_")) {
            return pools() ? pooled(op, request, name) : unsupported(op);
        }
        S session = name == null ? null : sessions.get(name);
        if (name == null) {
            return unsupported(op);
        }
        if (session == null) {
            return failed("there is no session " + name);
        }
        if (op.equals("status")) {
            return state(session) == null ? unsupported(op) : ok();
        }
        if (op.equals("cancel")) {
            return cancel(session) ? ok() : unsupported(op);
        }
        Map<String, Object> said = operate(session, request);
        return said == null ? unsupported(op) : with(ok(), said);
    }

    private Map<String, Object> pooled(String op, Map<String, Object> request, String name) throws Exception {
        CompletableFuture<Object> opening = pools.get((String) request.get("pool"));
        if (opening == null) {
            return failed("there is no pool " + request.get("pool"));
        }
        if (op.equals("pool_open")) {
            try {
                opening.complete(openPool(request));
            } catch (Throwable error) {
                pools.remove((String) request.get("pool"), opening);
                opening.completeExceptionally(error);
                throw error;
            }
            return ok();
        }
        Object pool = opening.join();
        switch (op) {
            case "pool_acquire":
                sessions.remove(name);
                sessions.put(name, acquire(pool, request));
                break;
            case "pool_release":
                S session = sessions.remove(name);
                if (session == null) {
                    return failed("there is no session " + name);
                }
                release(pool, session);
                break;
            default:
                closePool(pool);
        }
        return ok();
    }

    private static Map<String, Object> ok() {
        return map("ok", true);
    }

    private static Map<String, Object> failed(String message) {
        return map("ok", false, "error", map("message", message));
    }

    private Map<String, Object> unsupported(String op) throws Exception {
        return map("unsupported", true, "why", hello().get("name") + " has no " + op);
    }

    private static Map<String, Object> with(Map<String, Object> answer, Map<String, Object> more) {
        answer.putAll(more);
        return answer;
    }

    private synchronized void write(Map<String, Object> request, Map<String, Object> answer) {
        Map<String, Object> line = map("id", request.get("id"));
        line.putAll(answer);
        byte[] bytes = (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException gone) {
            Runtime.getRuntime().halt(0); // nobody hears any more
        }
    }

    /** A map of names and values in turn. */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put((String) pairs[i], pairs[i + 1]);
        }
        return out;
    }
}
