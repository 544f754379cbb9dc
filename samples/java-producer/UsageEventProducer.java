import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends usage events to Flowmeter through Kafka. It needs kafka-clients only:
 *
 * <pre>java -cp 'quickstart-app/target/lib/*' samples/java-producer/UsageEventProducer.java \
 *     127.0.0.1:19092 hooli 3</pre>
 *
 * <p>Arguments: Kafka's bootstrap servers, the tenant, and how many events to send.
 */
public final class UsageEventProducer {

    private static final String TOPIC = "usage-events";

    private UsageEventProducer() {}

    public static void main(String[] args) throws InterruptedException, ExecutionException {
        String bootstrapServers = args[0];
        String tenant = args[1];
        int events = Integer.parseInt(args[2]);
        try (var producer = producer(bootstrapServers)) {
            for (int i = 0; i < events; i++) {
                // The key is the tenant: all of its events are in one partition, in order.
                var event = new ProducerRecord<>(TOPIC, tenant, requestServed(tenant, 100 + i));
                // get() waits until Kafka has stored the event. A program with many of them gives
                // send() a callback instead, and calls flush() before it forgets them.
                RecordMetadata stored = producer.send(event).get();
                System.out.println("stored as " + stored);
            }
        }
    }

    /** Idempotent: when the producer itself retries, Kafka still stores each event once. */
    private static KafkaProducer<String, String> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                        ProducerConfig.ACKS_CONFIG, "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    /**
     * One usage event as CloudEvents JSON. Source and id are its identity: an event that is sent
     * again after a crash must have the same two, and then counts once. So a real program takes the
     * id from what happened, such as the id of the request it served.
     */
    private static String requestServed(String tenant, int contextTokens) {
        return """
                {
                  "specversion": "1.0",
                  "id": "%s",
                  "source": "java-producer",
                  "type": "llm.request",
                  "subject": "%s",
                  "time": "%s",
                  "data": {"contextTokens": %d, "generatedTokens": 20}
                }
                """
                .formatted(UUID.randomUUID(), tenant, Instant.now(), contextTokens);
    }
}
