package io.flowmeter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One terminal, in which a person types the commands of README.md: what one sets or starts is there
 * for the next. For one thread at a time.
 */
final class ReadmeShell implements AutoCloseable {

    private static final String DONE = "-- done --";
    private static final long SECONDS_TO_CLOSE = 10;

    private final Process bash;
    private final Writer typed;
    private final BufferedReader shown;

    ReadmeShell() throws IOException {
        bash =
                new ProcessBuilder("bash")
                        .directory(FlowmeterProcess.HOME.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        typed = bash.outputWriter(StandardCharsets.UTF_8);
        shown =
                new BufferedReader(
                        new InputStreamReader(bash.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What the commands print; the last of them must succeed. */
    String run(String commands) {
        try {
            typed.write("{\n%s\n} </dev/null\necho \"%s$?\"\n".formatted(commands, DONE));
            typed.flush();
            var output = new StringBuilder();
            String line = shown.readLine();
            while (line != null && !line.contains(DONE)) {
                output.append(line).append('\n');
                line = shown.readLine();
            }
            assertThat(line).as(commands).isNotNull();
            int marker = line.indexOf(DONE); // the output's last line may have no end
            assertThat(line.substring(marker)).as(commands).isEqualTo(DONE + "0");
            return output.append(line, 0, marker).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("the shell ended in " + commands, e);
        }
    }

    /** Ends what runs in the background, as closing a terminal does. */
    @Override
    public void close() throws IOException {
        typed.write("kill $(jobs -p)\nwait\n");
        typed.close();
        try {
            if (!bash.waitFor(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
                bash.descendants().forEach(ProcessHandle::destroyForcibly);
                bash.destroyForcibly();
                throw new AssertionError("the shell did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
