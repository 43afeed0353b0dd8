#include "attribution_path.h"

#include <string.h>

const char *const order_label_names[N_ORDER_LABELS] = {
    "source-L",    "source-L-c",  "source-R",     "source-R-c",  "content-L",    "content-L-c",
    "content-L-s", "content-L-sc", "content-R",   "content-R-c", "content-R-s",  "content-R-sc",
    "end",         "end-c",       "end-s",        "end-sc"};

/* A state: what the unit is, and what has been seen, itself included. */
enum { STATE_OUT = 0, STATE_SOURCE = 4, STATE_CONTENT = 8 };
enum { SEEN_CONTENT = 1, SEEN_SOURCE = 2 };

#define IMPOSSIBLE (INT32_MIN / 2)

void order_features(const struct scene *scene, const struct cue *cue, const struct units *units,
                    struct features *out)
{
    struct scene_token c = scene->tokens[cue->head];
    const struct unit outside = {.word = 3, .tag = 0};
    struct unit left = units->n_left > 0 ? units->at[units->n_left - 1] : outside;
    struct unit right = units->n_left < units->n ? units->at[units->n_left] : outside;
    uint32_t children = 0, n = 0;
    for (uint32_t t = scene->tree.children[cue->head]; t != SYNTAX_NONE && n < 16;
         t = scene->tree.siblings[t], n++) {
        children |= UINT32_C(1) << (scene->syntax->relations[t] & 31u);
    }
    uint32_t relation = scene->syntax->relations[cue->head];
    uint32_t inside = scene->quotes.of_token[cue->head] != QUOTES_NONE;
    features_start(out);
    features_add(out, 0, 0);
    features_add(out, c.stem, 0);
    features_add(out, c.word, c.tag);
    features_add(out, c.tag, relation);
    features_add(out, units->quoted, inside);
    features_add(out, units->quoted, c.stem);
    features_add(out, children, c.tag);
    features_add(out, both(left.tag, right.tag), c.tag);
    features_add(out, both(left.word, 0), c.tag);
    features_add(out, both(right.word, 0), c.tag);
    features_add(out, both(right.word, 0), c.stem);
    features_add(out, both(units->n_left == 0, units->n_left == units->n), c.tag);
}

uint32_t path_ways(uint32_t from, uint32_t side, bool across, struct path_way *out)
{
    uint32_t seen = from & 3u, content = seen & SEEN_CONTENT, source = seen / SEEN_SOURCE;
    uint32_t kind = from & ~3u, n = 0;
    uint8_t out_label = across || kind == STATE_OUT ? UNIT_OUT
                        : kind == STATE_CONTENT     ? UNIT_CONTENT_END
                                                    : UNIT_SOURCE_END;
    out[n++] = (struct path_way){(uint8_t)(STATE_OUT | seen), out_label, PATH_NO_ORDER};
    if (kind == STATE_SOURCE && !across) {
        out[n++] = (struct path_way){(uint8_t)from, UNIT_SOURCE_I, PATH_NO_ORDER};
    }
    if (kind == STATE_CONTENT && !across) {
        out[n++] = (struct path_way){(uint8_t)from, UNIT_CONTENT_I, PATH_NO_ORDER};
    }
    if (!source) {
        out[n++] = (struct path_way){(uint8_t)(STATE_SOURCE | seen | SEEN_SOURCE), UNIT_SOURCE_B,
                                     (uint8_t)(ORDER_SOURCE + 2 * side + content)};
    }
    if (kind != STATE_CONTENT || across) {
        out[n++] = (struct path_way){(uint8_t)(STATE_CONTENT | seen | SEEN_CONTENT), UNIT_CONTENT_B,
                                     (uint8_t)(ORDER_CONTENT + 4 * side + 2 * source + content)};
    }
    return n;
}

/* One way out of a state that can be, with what it costs for this cue. */
struct step {
    uint8_t from, to, label;
    int16_t order;
};

struct steps {
    uint32_t n;
    struct step at[N_PATH_STATES * PATH_WAYS_MAX];
};

/* A source that no source was seen of, or a content without one, can not be. */
static bool can_be(uint32_t state)
{
    uint32_t kind = state & ~3u;
    return kind == STATE_OUT || (state & (kind == STATE_SOURCE ? SEEN_SOURCE : SEEN_CONTENT)) != 0;
}

static void list_steps(uint32_t side, bool across, const int32_t *order, struct steps *out)
{
    out->n = 0;
    for (uint32_t from = 0; from < N_PATH_STATES; from++) {
        struct path_way ways[PATH_WAYS_MAX];
        uint32_t n = can_be(from) ? path_ways(from, side, across, ways) : 0;
        for (uint32_t k = 0; k < n; k++) {
            int32_t cost = ways[k].order != PATH_NO_ORDER ? order[ways[k].order] : 0;
            out->at[out->n++] =
                (struct step){(uint8_t)from, ways[k].to, ways[k].label, (int16_t)cost};
        }
    }
}

struct lattice {
    uint8_t steps[UNITS_MAX][N_PATH_STATES]; /* the step that led there, by its number */
    int32_t now[N_PATH_STATES], next[N_PATH_STATES];
};

/* All ways into unit i; of equals the first stays. */
static void step_on(struct lattice *lattice, const struct steps *steps, uint32_t i,
                    const int16_t *scores)
{
    for (uint32_t s = 0; s < N_PATH_STATES; s++) {
        lattice->next[s] = IMPOSSIBLE;
    }
    for (uint32_t k = 0; k < steps->n; k++) {
        struct step step = steps->at[k];
        int32_t score = lattice->now[step.from] + scores[step.label] + step.order;
        if (score > lattice->next[step.to]) {
            lattice->next[step.to] = score;
            lattice->steps[i][step.to] = (uint8_t)k;
        }
    }
    memcpy(lattice->now, lattice->next, sizeof lattice->now);
}

int32_t path_find(const struct units *units, const int16_t *scores, const int32_t *order,
                  uint8_t *labels)
{
    struct lattice lattice;
    struct steps left, across, right;
    list_steps(0, false, order, &left);
    list_steps(1, true, order, &across);
    list_steps(1, false, order, &right);
    for (uint32_t s = 0; s < N_PATH_STATES; s++) {
        lattice.now[s] = s == STATE_OUT ? 0 : IMPOSSIBLE;
    }
    for (uint32_t i = 0; i < units->n; i++) {
        const struct steps *steps = i < units->n_left ? &left : i == units->n_left ? &across : &right;
        step_on(&lattice, steps, i, scores + (size_t)i * UNIT_ROW);
    }
    uint32_t best = STATE_OUT;
    int32_t best_score = IMPOSSIBLE;
    for (uint32_t s = 0; s < N_PATH_STATES; s++) {
        int32_t score = lattice.now[s] + order[ORDER_END + (s & 3u)];
        if (score > best_score) {
            best_score = score;
            best = s;
        }
    }
    for (uint32_t i = units->n; i-- > 0;) {
        const struct steps *steps = i < units->n_left ? &left : i == units->n_left ? &across : &right;
        struct step step = steps->at[lattice.steps[i][best]];
        labels[i] = step.label;
        best = step.from;
    }
    return best_score;
}
