package io.flowmeter.quickstart.pipeline;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowmeter.api.ApiConfig;
import io.flowmeter.api.QueryApi;
import io.flowmeter.embedded.EmbeddedFlink;
import io.flowmeter.embedded.EmbeddedKafka;
import io.flowmeter.embedded.FlinkSettings;
import io.flowmeter.job.JobConfig;
import io.flowmeter.job.UsageMeteringJob;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Kafka, Flink, Postgres and the query API, as a user has them; the default namespace accepts
 * events of any age, and minutes are kept for all of them.
 */
public final class RunningPipeline implements AutoCloseable {
    private static final String KEY = "um_live_casescases_0123456789abcdef0123456789abcdef";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final EmbeddedKafka kafka;
    private final EmbeddedFlink flink;
    private final QueryApi api;
    private final PipelineDatabase database;
    private long published;

    public RunningPipeline(Path directory) throws Exception {
        database = PipelineDatabase.create(KEY);
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        kafka.createTopic("usage-events", 4, Map.of("message.timestamp.type", "LogAppendTime"));
        kafka.createTopic("usage-events-dead-letter", 1, Map.of());
        kafka.createTopic("threshold-crossings", 1, Map.of());
        flink = EmbeddedFlink.start(FlinkSettings.in(directory.resolve("flink")));
        Map<String, String> environment =
                Map.ofEntries(
                        Map.entry("FLOWMETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
                        Map.entry("FLOWMETER_JOB_DATABASE_URL", database.url()),
                        Map.entry("FLOWMETER_JOB_DATABASE_USER", "flowmeter_job"),
                        Map.entry("FLOWMETER_CHECKPOINT_INTERVAL", "PT0.2S"),
                        Map.entry("FLOWMETER_MINUTE_AGE", "P36500D"),
                        Map.entry("FLOWMETER_API_PORT", "0"),
                        Map.entry("FLOWMETER_API_DATABASE_URL", database.url()),
                        Map.entry("FLOWMETER_API_DATABASE_USER", "flowmeter_api"),
                        Map.entry("FLOWMETER_API_DATABASE_PASSWORD", ""),
                        Map.entry("FLOWMETER_WEBHOOK_ALLOW_PRIVATE", "127.0.0.1"));
        var env = flink.environment();
        UsageMeteringJob.build(env, JobConfig.fromEnvironment(environment));
        flink.submit(env);
        api = QueryApi.start(ApiConfig.fromEnvironment(environment), Clock.systemUTC());
    }

    public HttpResponse<String> send(String method, String path, String contentType, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", contentType)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public JsonNode json(String method, String path, String body, int expectedStatus)
            throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, "application/json", body);
        if (response.statusCode() != expectedStatus) {
            throw new AssertionError(
                    method
                            + " "
                            + path
                            + " answered "
                            + response.statusCode()
                            + ": "
                            + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** Sends events and adds those accepted to what must come out. */
    public JsonNode publish(String events) throws IOException, InterruptedException {
        JsonNode answer = json("POST", "/v1/events", events, 202);
        published += answer.get("accepted").asLong();
        return answer;
    }

    /** Puts bytes on the topic as they are, past the API. */
    public void publishRaw(String key, byte[] value) throws Exception {
        try (LogProducer log = log("none")) {
            log.send(key, value).get();
        }
        expect(1);
    }

    /** Past the API; say with {@link #expect} how much of it must come out. */
    LogProducer log(String compression) {
        return new LogProducer(kafka.bootstrapServers(), compression);
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    void expect(long events) {
        published += events;
    }

    /** Puts a dead letter's bytes on the topic again. */
    public void replay(String position) throws IOException, InterruptedException {
        HttpResponse<String> response =
                send(
                        "POST",
                        "/v1/dead-letters/" + position.replace("@", "%40") + ":replay",
                        "application/json",
                        "");
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(
                    "replay answered " + response.statusCode() + ": " + response.body());
        }
        published++;
    }

    /** Conservation: waits until exactly as many verdicts are stored as events were published. */
    public void awaitVerdicts() {
        Awaitility.await("verdicts on all published events")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () ->
                                count("select coalesce(sum(events), 0) from event_count")
                                        >= published);
        long checkpoint = count("select max(checkpoint_id) from job_progress");
        Awaitility.await("every subtask's rows of the checkpoint with the last verdict")
                .atMost(Duration.ofSeconds(60))
                .until(() -> count("select min(checkpoint_id) from job_progress") >= checkpoint);
        if (count("select sum(events) from event_count") != published) {
            throw new AssertionError("more verdicts than the " + published + " events published");
        }
    }

    /**
     * Waits until what was published, and what became of limits, has been searched for crossings.
     */
    public void awaitCrossings() {
        awaitVerdicts();
        long now = System.currentTimeMillis(); // of this machine, as the broker's and Postgres's
        Awaitility.await("crossings of all that was appended")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () ->
                                count(
                                                """
                                                select extract(epoch from min(watermark)) * 1000
                                                  from job_progress
                                                """)
                                        > now);
    }

    public long count(String sql) {
        return database.count(sql);
    }

    @Override
    public void close() throws IOException {
        api.close();
        flink.close();
        kafka.close();
    }
}
