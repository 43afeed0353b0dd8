/* producer_config.h: settings of stancewire-producer. */
#ifndef PRODUCER_PRODUCER_CONFIG_H
#define PRODUCER_PRODUCER_CONFIG_H

#include "options.h"

extern const struct options_program producer_program;

#endif
