package io.flowmeter.api.email;

import jakarta.mail.MessagingException;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** What an SMTP server meant by its refusal: RFC 5321, section 4.2.1. */
final class SmtpErrors {

    private static final int PERMANENT = 500;

    private SmtpErrors() {}

    /** The reply that refused a message; empty: there was none, so nobody knows. */
    static Optional<Reply> reply(MessagingException e) {
        Optional<Reply> reply = Optional.empty();
        for (Exception cause = e; cause instanceof MessagingException failure; ) {
            if (failure instanceof SMTPAddressFailedException address) {
                // What the server says of the recipient is what decides: there is one only.
                return Optional.of(new Reply(address.getReturnCode(), text(address)));
            }
            if (failure instanceof SMTPSendFailedException send && send.getReturnCode() > 0) {
                reply = Optional.of(new Reply(send.getReturnCode(), text(send)));
            }
            cause = failure.getNextException();
        }
        return reply;
    }

    private static String text(MessagingException e) {
        return String.valueOf(e.getMessage()).strip();
    }

    /** A reply code and its text. */
    record Reply(int code, String text) {

        boolean isPermanent() {
            return code >= PERMANENT;
        }
    }
}
