package io.flowmeter.api.email;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** A message as text and as HTML. Its Message-ID is the same however often it is made. */
final class EmailMessage extends MimeMessage {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final Map<String, String> ESCAPES =
            Map.of("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;", "'", "&#39;");

    private final String messageId;

    private EmailMessage(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    static EmailMessage of(Session session, EmailSettings settings, ClaimedEmail email, Instant now)
            throws MessagingException {
        String messageId = "<" + email.id() + "@" + settings.domain() + ">";
        var message = new EmailMessage(session, messageId);
        message.setFrom(new InternetAddress(settings.from()));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(email.recipient()));
        message.setSubject("[Flowmeter] " + oneLine(email.summary()), UTF_8);
        message.setSentDate(Date.from(now));
        // RFC 3834: nobody's holiday notice shall answer it.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setContent(body(email));
        message.saveChanges();
        return message;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    private static MimeMultipart body(ClaimedEmail email) throws MessagingException {
        var text = new MimeBodyPart();
        text.setText(
                email.summary()
                        + ".\n\nKind: "
                        + email.kind()
                        + "\nAt: "
                        + email.occurredAt()
                        + "\nNotification: "
                        + email.notificationId()
                        + "\n\n"
                        + email.data()
                        + "\n",
                UTF_8);
        var html = new MimeBodyPart();
        html.setText(
                "<!DOCTYPE html><html><body><p>"
                        + escaped(email.summary())
                        + ".</p><table><tr><td>Kind</td><td>"
                        + escaped(email.kind())
                        + "</td></tr><tr><td>At</td><td>"
                        + email.occurredAt()
                        + "</td></tr><tr><td>Notification</td><td>"
                        + email.notificationId()
                        + "</td></tr></table><pre>"
                        + escaped(email.data())
                        + "</pre></body></html>",
                UTF_8,
                "html");
        // RFC 2046, section 5.1.4: the last alternative is the best one.
        return new MimeMultipart("alternative", text, html);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.codePoints()
                .mapToObj(Character::toString)
                .forEach(symbol -> escaped.append(ESCAPES.getOrDefault(symbol, symbol)));
        return escaped.toString();
    }
}
