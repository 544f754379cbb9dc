package io.flowmeter.quickstart;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a quickstart was told to do.
 *
 * @param reset whether to delete the data directory's content first
 * @param exit whether to end after the replay instead of staying up
 */
record QuickstartOptions(
        Path dataDirectory, boolean reset, boolean exit, Replay replay, Ports ports) {

    /** What is sent through Kafka and compared afterwards. */
    sealed interface Replay {}

    /** Nothing. */
    record NoReplay() implements Replay {}

    /**
     * A trace file.
     *
     * @param originalTimes whether the times stay as they are in the file
     */
    record ReplayTrace(Path file, boolean originalTimes) implements Replay {}

    /**
     * Synthetic load.
     *
     * @param eventsPerSecond 0 for as fast as Kafka takes them
     */
    record Generate(long events, int tenants, long eventsPerSecond) implements Replay {}

    /** Where the parts listen on 127.0.0.1; 0 for a free port. */
    record Ports(int api, int flink, int kafka, int postgres) {

        /**
         * Looks before anything is started. Postgres looks for itself: a server that a killed
         * quickstart left behind may listen on its port, and is stopped first.
         *
         * @throws RefusedStartException if a port is taken or named twice, naming the option
         */
        void requireFree() throws IOException {
            Map<Integer, String> options = new HashMap<>();
            requireFree("--api-port", api, options);
            requireFree("--flink-port", flink, options);
            requireFree("--kafka-port", kafka, options);
            requireNotNamed("--postgres-port", postgres, options);
        }

        private static void requireFree(String option, int port, Map<Integer, String> options)
                throws IOException {
            requireNotNamed(option, port, options);
            var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(loopback, port));
            } catch (BindException e) {
                throw new RefusedStartException(
                        "port "
                                + port
                                + " of 127.0.0.1 is taken: stop the program that listens there, or"
                                + " choose another port with "
                                + option,
                        e);
            }
        }

        private static void requireNotNamed(String option, int port, Map<Integer, String> options) {
            String other = port == 0 ? null : options.put(port, option);
            if (other != null) {
                throw new RefusedStartException(
                        other + " and " + option + " name the same port, " + port);
            }
        }
    }
}
