#include "names_decode.h"


static int32_t add(int32_t a, int32_t b)
{
    return a <= NAMES_NEVER || b <= NAMES_NEVER ? NAMES_NEVER : a + b;
}

static void step(struct names_step *out, const struct names_step *before, const int32_t *scores)
{
    int32_t closed = before != NULL ? before->best[before->closed] : 0;
    out->best[NAMES_OUTSIDE] = add(closed, scores[NAMES_OUTSIDE]);
    out->closed = NAMES_OUTSIDE;
    for (uint32_t type = 0; type < NAMES_N_TYPES; type++) {
        uint8_t begin = names_label(type, NAMES_BEGIN), inside = names_label(type, NAMES_INSIDE);
        uint8_t last = names_label(type, NAMES_LAST), alone = names_label(type, NAMES_ALONE);
        int32_t open = NAMES_NEVER;
        if (before != NULL) {
            open = before->best[begin] > before->best[inside] ? before->best[begin]
                                                              : before->best[inside];
        }
        out->best[begin] = add(closed, scores[begin]);
        out->best[inside] = add(open, scores[inside]);
        out->best[last] = add(open, scores[last]);
        out->best[alone] = add(closed, scores[alone]);
        out->closed = out->best[last] > out->best[out->closed] ? last : out->closed;
        out->closed = out->best[alone] > out->best[out->closed] ? alone : out->closed;
    }
}

void names_decode(const int32_t *scores, uint32_t n, struct names_step *steps, uint8_t *labels)
{
    for (uint32_t i = 0; i < n; i++) {
        step(&steps[i], i > 0 ? &steps[i - 1] : NULL, scores + (size_t)i * NAMES_N_LABELS);
    }
    uint8_t label = n > 0 ? steps[n - 1].closed : NAMES_OUTSIDE;
    for (uint32_t i = n; i-- > 0;) {
        labels[i] = label;
        if (i == 0) {
            break;
        }
        if (label == NAMES_OUTSIDE || names_label_place(label) == NAMES_BEGIN ||
            names_label_place(label) == NAMES_ALONE) {
            label = steps[i - 1].closed;
        } else {
            uint8_t begin = names_label(names_label_type(label), NAMES_BEGIN);
            uint8_t inside = names_label(names_label_type(label), NAMES_INSIDE);
            label = steps[i - 1].best[begin] >= steps[i - 1].best[inside] ? begin : inside;
        }
    }
}
