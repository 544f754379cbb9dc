package io.flowmeter.api.email;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EmailITCase {

    private final EmailFixture emails = new EmailFixture();

    @Test
    void crossingIsMailedToEachRecipientAsTextAndHtml() throws MessagingException, IOException {
        try (var smtp = new MailServer();
                var instance = emails.instance(smtp.port())) {
            emails.crossings.crossed("acme <&>", "80%");

            emails.awaitStatus("SENT,SENT");
            MimeMessage[] mails = smtp.mails();
            assertThat(mails).hasSize(2);
            assertThat(Arrays.stream(mails).map(EmailITCase::recipient))
                    .containsExactlyInAnyOrder("a@example.com", "b@example.com");
            MimeMessage mail = mails[0];
            assertThat(mail.getSubject())
                    .isEqualTo(
                            "[Flowmeter] acme <&> reached 80% of the limit api_calls: 800 of 1000"
                                    + " api_calls");
            assertThat(mail.getFrom()[0]).hasToString("flowmeter@example.com");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.getMessageID())
                    .matches("<[0-9a-f-]{36}@example\\.com>")
                    .isNotEqualTo(mails[1].getMessageID());
            var parts = (MimeMultipart) mail.getContent();
            assertThat(parts.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContent().toString()).contains("acme <&> reached");
            assertThat(parts.getBodyPart(1).getContent().toString())
                    .contains("acme &lt;&amp;&gt; reached")
                    .doesNotContain("<&>");
            instance.wake();
        }
    }

    @Test
    void racingNotifiersMailEachCrossingOnce() {
        try (var smtp = new MailServer();
                var one = emails.instance(smtp.port());
                var other = emails.instance(smtp.port())) {
            emails.crossings.crossedByTenants(50);

            emails.soon().until(() -> emails.count("SENT") == 100);
            one.wake();
            other.wake();
            assertThat(smtp.mails()).hasSize(100);
            assertThat(Arrays.stream(smtp.mails()).map(EmailITCase::messageId).distinct())
                    .hasSize(100);
        }
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String messageId(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
