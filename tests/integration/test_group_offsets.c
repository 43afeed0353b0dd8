/* A group's offsets, asked of a mock cluster whose coordinator is not there yet, or says no. */
#include "unit.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "kafka_conf.h"

enum { WAIT_MS = 5000, OFFSET_FETCH = 9 };

struct scene {
    rd_kafka_t *host, *consumer;
    rd_kafka_mock_cluster_t *cluster;
    rd_kafka_topic_partition_list_t *list;
};

static int open_scene(void **state)
{
    static struct scene scene;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    scene.host = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), NULL, 0);
    scene.cluster = rd_kafka_mock_cluster_new(scene.host, 1);
    rd_kafka_mock_topic_create(scene.cluster, "in", 1, 1);
    rd_kafka_conf_set(conf, "bootstrap.servers", rd_kafka_mock_cluster_bootstraps(scene.cluster),
                      NULL, 0);
    rd_kafka_conf_set(conf, "group.id", "group", NULL, 0);
    scene.consumer = rd_kafka_new(RD_KAFKA_CONSUMER, conf, NULL, 0);
    scene.list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(scene.list, "in", 0);
    *state = &scene;
    return scene.consumer == NULL;
}

static int close_scene(void **state)
{
    struct scene *scene = *state;
    rd_kafka_topic_partition_list_destroy(scene->list);
    rd_kafka_destroy(scene->consumer);
    rd_kafka_mock_cluster_destroy(scene->cluster);
    rd_kafka_destroy(scene->host);
    return 0;
}

static void test_waits_for_a_coordinator(void **state)
{
    struct scene *scene = *state;
    struct sw_error err;
    rd_kafka_mock_push_request_errors(scene->cluster, OFFSET_FETCH, 3,
                                      RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
                                      RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
                                      RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE);
    assert_int_equal(kafka_committed(scene->consumer, scene->list, WAIT_MS, &err), SW_OK);
    assert_int_equal(scene->list->elems[0].offset, RD_KAFKA_OFFSET_INVALID);
}

static void test_a_refusal_is_said(void **state)
{
    struct scene *scene = *state;
    struct sw_error err;
    rd_kafka_mock_push_request_errors(scene->cluster, OFFSET_FETCH, 1,
                                      RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED);
    assert_int_equal(kafka_committed(scene->consumer, scene->list, WAIT_MS, &err), SW_EMISSING);
    assert_non_null(strstr(err.text, "Group authorization failed"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_waits_for_a_coordinator, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(test_a_refusal_is_said, open_scene, close_scene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
