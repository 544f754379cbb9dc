package io.flowmeter.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command in README.md and the output that is printed below it.
 *
 * @param output empty if none is
 */
record ReadmeExample(String command, String output) {

    private static final Pattern BLOCK =
            Pattern.compile(
                    "^```(bash|json|text)\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** All of them, in order; an output belongs to the last command above it. */
    static List<ReadmeExample> all() throws IOException {
        List<ReadmeExample> examples = new ArrayList<>();
        var blocks = BLOCK.matcher(Files.readString(FlowmeterProcess.HOME.resolve("README.md")));
        while (blocks.find()) {
            String text = blocks.group(2).strip();
            if (blocks.group(1).equals("bash")) {
                examples.add(new ReadmeExample(text, ""));
            } else {
                String command = examples.remove(examples.size() - 1).command();
                examples.add(new ReadmeExample(command, text));
            }
        }
        return examples;
    }

    /** Output without what differs from run to run: instants, waits, positions in the log, ids. */
    static String withoutTimes(String output) {
        return output.strip()
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "<time>")
                .replaceAll("\"(lag|retryAfter)Seconds\":\\d+", "\"$1Seconds\":<seconds>")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")
                .replaceAll("usage-events-\\d+@\\d+", "usage-events-<position>");
    }
}
