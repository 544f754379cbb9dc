package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.database.Database;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Visibility;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class TermsCacheITCase {

    private static final Visibility DEFAULT = new Visibility("default", null);

    @Test
    void whoReadBeforeAChangeDoesNotBringTheOldTermsBack() {
        try (ApiFixture api = ApiFixture.start();
                var database =
                        new Database(api.databaseUrl, EmbeddedDatabase.shared().apiUser(), "")) {
            NamespaceTransactions transactions = database.transactions();
            var limits = new LimitFixture(api);
            var cache = new TermsCache(api.clock);
            TermsReader early = cache.reader("default");

            List<Limit> old =
                    transactions.read(
                            DEFAULT,
                            handle -> {
                                early.meters(handle); // From here on it sees nothing new.
                                limits.tenant("acme", limit("calls", "1"));
                                cache.changed("default");
                                return limitsOn(handle, early);
                            });
            TermsReader late = cache.reader("default");

            assertThat(old).isEmpty();
            assertThat(transactions.<List<Limit>>read(DEFAULT, handle -> limitsOn(handle, late)))
                    .hasSize(1);
        }
    }

    private static List<Limit> limitsOn(Handle handle, TermsReader reader) {
        var terms = reader.tenants(handle, Set.of("acme"));
        return Objects.requireNonNull(terms.get("acme")).on("calls");
    }
}
