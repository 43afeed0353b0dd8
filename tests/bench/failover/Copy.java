import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;

/** A bare copy, exactly once: Copy BROKERS GROUP INPUT OUTPUT FOLDER COMMIT_MS [PROPERTY=VALUE...] */
public class Copy {
    public static void main(String[] args) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", args[0]);
        settings.put("application.id", args[1]);
        settings.put("processing.guarantee", "exactly_once_v2");
        settings.put("state.dir", args[4]);
        settings.put("commit.interval.ms", args[5]);
        settings.put("default.key.serde", Serdes.ByteArraySerde.class);
        settings.put("default.value.serde", Serdes.ByteArraySerde.class);
        settings.put("auto.offset.reset", "earliest");
        for (int i = 6; i < args.length; i++) {
            settings.put(args[i].split("=", 2)[0], args[i].split("=", 2)[1]);
        }
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(args[2]).to(args[3]);
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
    }
}
