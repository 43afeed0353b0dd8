/*
 * service.h: the process around the workers: what must be there at the start, their threads, the
 * HTTP answers, and an end within the drain budget.
 */
#ifndef CONSUMER_SERVICE_H
#define CONSUMER_SERVICE_H

#include "annotator.h"
#include "config.h"
#include "exit_status.h"
#include "log.h"

/* Whether Kafka knows the topics and Redis lets us in (a Redis that is away does not matter). */
enum exit_status service_check(const struct config *config, struct log *log);

/* Runs the workers until one ends or the process is asked to. */
enum exit_status service_run(const struct config *config, const struct annotator *annotator,
                             struct log *log);

#endif
