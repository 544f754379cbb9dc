package io.flowmeter.embedded;

/** A service could not start because another program listens on the port it was told to use. */
public final class PortTakenException extends RuntimeException {

    private final int port;

    PortTakenException(String service, int port, Throwable cause) {
        super(
                "port "
                        + port
                        + " is taken, so "
                        + service
                        + " cannot listen on 127.0.0.1:"
                        + port
                        + ": stop the program that listens there, or choose another port",
                cause);
        this.port = port;
    }

    /** The port that was asked for, so that the caller can name the option it came from. */
    public int port() {
        return port;
    }
}
