package io.flowmeter.api.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmailRefusalITCase {

    private final EmailFixture emails = new EmailFixture();

    @Test
    void temporaryRefusalIsRetriedUnderTheSameMessageId() {
        try (var smtp = ScriptedSmtpServer.start();
                var instance = emails.instance(smtp.port())) {
            smtp.answer("RCPT", "451 greylisted");
            emails.crossings.crossed("t1", "80%");
            emails.soon().until(() -> emails.errors().equals("451 greylisted,451 greylisted"));
            assertThat(emails.statuses()).isEqualTo("PENDING,PENDING");

            smtp.answer("RCPT", "250 ok");
            emails.clock.advance(Duration.ofSeconds(11));
            instance.wake();

            emails.awaitStatus("SENT,SENT");
            assertThat(smtp.messages()).isEqualTo(2);
        }
    }

    @Test
    void permanentRefusalIsGivenUp() {
        try (var smtp = ScriptedSmtpServer.start();
                var instance = emails.instance(smtp.port())) {
            smtp.answer("RCPT", "550 no such mailbox");

            emails.crossings.crossed("t1", "80%");

            emails.awaitStatus("FAILED,FAILED");
            assertThat(emails.errors()).isEqualTo("550 no such mailbox,550 no such mailbox");
            emails.clock.advance(Duration.ofDays(2));
            instance.wake();
            assertThat(smtp.messages()).isZero();
        }
    }

    @Test
    void refusalOfTheMessageItselfIsHeardToo() {
        try (var smtp = ScriptedSmtpServer.start();
                var instance = emails.instance(smtp.port())) {
            smtp.answer(".", "554 looks like spam");

            emails.crossings.crossed("t1", "80%");

            emails.awaitStatus("FAILED,FAILED");
            assertThat(emails.errors()).contains("554 looks like spam");
            instance.wake();
        }
    }

    @Test
    void serverThatIsAwayIsTriedAgain() {
        var away = ScriptedSmtpServer.start();
        away.close();
        try (var instance = emails.instance(away.port())) {
            emails.crossings.crossed("t1", "80%");

            emails.soon().until(() -> emails.errors().contains("no SMTP connection"));
            assertThat(emails.statuses()).isEqualTo("PENDING,PENDING");
            instance.wake();
        }
    }

    @Test
    void messageWithoutAReplyIsUnknownAndNotSentAgain() {
        try (var smtp = ScriptedSmtpServer.start();
                var instance = emails.instance(smtp.port())) {
            smtp.answer(".", ScriptedSmtpServer.HANG_UP);

            emails.crossings.crossed("t1", "80%");

            emails.awaitStatus("UNKNOWN,UNKNOWN");
            emails.clock.advance(Duration.ofDays(1));
            instance.wake();
            assertThat(smtp.messages()).isEqualTo(2);
        }
    }

    @Test
    void whatADeadProcessWasSendingIsUnknownAndWhatItHadNotBegunIsSent() {
        emails.owner.useHandle(
                handle ->
                        handle.execute(
                                """
                                UPDATE notification_preference SET recipients = '{a@example.com}'
                                """));
        try (var away = ScriptedSmtpServer.start()) {
            away.answer("EHLO", "421 later");
            away.answer("HELO", "421 later");
            try (var first = emails.instance(away.port())) {
                emails.crossings.crossed("t1", "80%");
                emails.crossings.crossed("t2", "80%");
                emails.soon().until(() -> emails.errors().split(",").length >= 2);
                first.wake();
            }
        }
        // The process died: of t1 while it was sending, of t2 before.
        emails.owner.useHandle(
                handle ->
                        handle.execute(
                                """
                                UPDATE email_delivery SET next_attempt_at = ?,
                                       status = CASE tenant WHEN 't1' THEN 'SENDING' ELSE 'PENDING' END
                                """,
                                emails.clock.instant().plus(EmailDispatcher.LEASE)));
        try (var smtp = new MailServer();
                var second = emails.instance(smtp.port())) {
            emails.clock.advance(EmailDispatcher.LEASE);
            second.wake();

            emails.awaitStatus("UNKNOWN,SENT");
            assertThat(smtp.mails()).hasSize(1);
        }
    }

    @Test
    void passwordIsNotToldToAServerWithoutTls() {
        try (var smtp = ScriptedSmtpServer.start()) {
            smtp.answer("EHLO", "250-example.com\r\n250 AUTH PLAIN LOGIN");
            var settings =
                    EmailSettings.parse(
                            "smtp://user:password@127.0.0.1:" + smtp.port(), "a@example.com");

            assertThatThrownBy(() -> SmtpConnection.open(settings))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("STARTTLS");

            assertThat(smtp.commands()).contains("EHLO").doesNotContain("AUTH");
        }
    }
}
