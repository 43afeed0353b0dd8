"""A bare copy, exactly once: copy_quix.py BROKERS GROUP INPUT OUTPUT FOLDER COMMIT_MS"""
import sys

from quixstreams import Application

brokers, group, source, target, folder, commit_ms = sys.argv[1:]
app = Application(broker_address=brokers, consumer_group=group, processing_guarantee="exactly-once",
                  auto_offset_reset="earliest", commit_interval=int(commit_ms) / 1000, state_dir=folder,
                  auto_create_topics=False)
as_bytes = {"key_deserializer": "bytes", "value_deserializer": "bytes",
            "key_serializer": "bytes", "value_serializer": "bytes"}
app.dataframe(app.topic(source, **as_bytes)).to_topic(app.topic(target, **as_bytes))
app.run()
