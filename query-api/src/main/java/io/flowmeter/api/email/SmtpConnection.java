package io.flowmeter.api.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open, authenticated conversation with the SMTP server. What fails before {@link #send} has
 * certainly not been sent.
 */
final class SmtpConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);
    private static final String CONNECT_MILLIS = "10000";
    private static final String ANSWER_MILLIS = "15000";

    private final Session session;
    private final Transport transport;

    private SmtpConnection(Session session, Transport transport) {
        this.session = session;
        this.transport = transport;
    }

    static SmtpConnection open(EmailSettings settings) throws MessagingException {
        String protocol = settings.isEncrypted() ? "smtps" : "smtp";
        var properties = new Properties();
        String prefix = "mail." + protocol + ".";
        properties.setProperty(prefix + "connectiontimeout", CONNECT_MILLIS);
        properties.setProperty(prefix + "timeout", ANSWER_MILLIS);
        properties.setProperty(prefix + "writetimeout", ANSWER_MILLIS);
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "starttls.enable", "true");
        properties.setProperty(
                prefix + "starttls.required", String.valueOf(settings.requiresStartTls()));
        properties.setProperty(prefix + "auth", String.valueOf(settings.user() != null));
        properties.setProperty("mail.from", settings.from());
        Session session = Session.getInstance(properties);
        Transport transport = session.getTransport(protocol);
        transport.connect(settings.host(), settings.port(), settings.user(), settings.password());
        return new SmtpConnection(session, transport);
    }

    Session session() {
        return session;
    }

    void send(EmailMessage message) throws MessagingException {
        transport.sendMessage(message, message.getAllRecipients());
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (MessagingException e) {
            // What was sent is sent, whether or not the server hears that we leave.
            LOG.debug("closing the connection to the SMTP server", e);
        }
    }
}
