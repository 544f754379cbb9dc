package io.flowmeter.api.webhook;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

/** Makes HTTP clients that do what they are told once, and nothing of themselves. */
final class WebhookClient {

    private static final int CONNECT_SECONDS = 5;

    /** More than there are attempts at a time, so that none waits for another one's connection. */
    private static final int MAX_CONNECTIONS = 64;

    private WebhookClient() {}

    static CloseableHttpClient create(CheckedHostNames names, Duration timeout) {
        Timeout socketTimeout = Timeout.of(timeout);
        return HttpClients.custom()
                .setConnectionManager(
                        PoolingHttpClientConnectionManagerBuilder.create()
                                .setDnsResolver(names)
                                .setMaxConnTotal(MAX_CONNECTIONS)
                                .setMaxConnPerRoute(MAX_CONNECTIONS)
                                .setDefaultConnectionConfig(
                                        ConnectionConfig.custom()
                                                .setConnectTimeout(
                                                        Timeout.ofSeconds(CONNECT_SECONDS))
                                                .setSocketTimeout(socketTimeout)
                                                .build())
                                .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setRedirectsEnabled(false)
                                .setResponseTimeout(socketTimeout)
                                .setConnectionRequestTimeout(socketTimeout)
                                .build())
                .setUserAgent("Flowmeter-Webhook/1")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }
}
