package io.flowmeter.api.email;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;

/** GreenMail on a free port of this machine. */
final class MailServer implements AutoCloseable {

    private final GreenMail server =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    MailServer() {
        server.start();
    }

    int port() {
        return server.getSmtp().getPort();
    }

    MimeMessage[] mails() {
        return server.getReceivedMessages();
    }

    @Override
    public void close() {
        server.stop();
    }
}
