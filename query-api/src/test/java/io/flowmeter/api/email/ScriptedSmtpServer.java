package io.flowmeter.api.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server that answers commands as a test says, or hangs up. */
final class ScriptedSmtpServer implements AutoCloseable {

    /** Instead of an answer: the connection ends. */
    static final String HANG_UP = "";

    private final ServerSocket server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final AtomicInteger messages = new AtomicInteger();

    private ScriptedSmtpServer(ServerSocket server) {
        this.server = server;
    }

    static ScriptedSmtpServer start() {
        try {
            var smtp =
                    new ScriptedSmtpServer(
                            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            var thread = new Thread(smtp::accept, "scripted-smtp");
            thread.setDaemon(true);
            thread.start();
            return smtp;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on; {@code .} is the end of a message. */
    void answer(String command, String answer) {
        answers.put(command, answer);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Messages it was given to the end. */
    int messages() {
        return messages.get();
    }

    /** First words of what clients said. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                converse(socket);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void converse(Socket socket) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        say(socket, "220 ready");
        boolean isData = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (isData && !line.equals(".")) {
                continue;
            }
            isData = line.equals("DATA") && !answers.containsKey("DATA");
            if (line.equals(".")) {
                messages.incrementAndGet();
            }
            String command = line.equals(".") ? "." : line.split("[ :]", 2)[0];
            commands.add(command);
            String answer = answers.getOrDefault(command, isData ? "354 go" : "250 ok");
            if (answer.equals(HANG_UP)) {
                return;
            }
            say(socket, answer);
        }
    }

    private static void say(Socket socket, String answer) throws IOException {
        socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
