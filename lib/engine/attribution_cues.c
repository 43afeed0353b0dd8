#include "attribution_cues.h"

/* Values where a neighbour is missing or a relation is the head's own. */
#define NO_WORD 7u
#define LEFT 0u
#define RIGHT 1u

bool cue_is_candidate(const struct scene *scene, uint32_t token)
{
    return scene->tokens[token].rate > 0;
}

static const struct sentence *sentence_of(const struct scene *scene, uint32_t i)
{
    return &scene->document->sentences[scene->tokens[i].sentence];
}

/* The token at an offset within the sentence, or a stand-in. */
static struct scene_token near(const struct scene *scene, uint32_t i, int offset)
{
    const struct sentence *sentence = sentence_of(scene, i);
    int64_t at = (int64_t)i + offset;
    if (at < (int64_t)sentence->first || at >= (int64_t)sentence->end) {
        return (struct scene_token){
            .word = NO_WORD, .stem = NO_WORD, .tag = N_SYNTAX_TAGS * N_SYNTAX_FORMS};
    }
    return scene->tokens[at];
}

static uint32_t rate_step(uint32_t rate)
{
    return rate == 0 ? 0 : rate < 3 ? 1 : rate < 8 ? 2 : rate < 20 ? 3 : rate < 40 ? 4 : rate < 70 ? 5 : 6;
}

static void add_words(const struct scene *scene, uint32_t head, struct features *out)
{
    struct scene_token t = scene->tokens[head];
    struct scene_token p = near(scene, head, -1), pp = near(scene, head, -2);
    struct scene_token n = near(scene, head, 1), nn = near(scene, head, 2);
    struct scene_token nnn = near(scene, head, 3);
    uint32_t rate = rate_step(t.rate);
    features_add(out, 0, 0);
    features_add(out, t.word, 0);
    features_add(out, t.stem, 0);
    features_add(out, t.stem, t.tag);
    features_add(out, t.tag, rate);
    features_add(out, t.word, p.word);
    features_add(out, t.word, n.word);
    features_add(out, t.stem, both(p.word, p.tag));
    features_add(out, t.stem, both(n.word, n.tag));
    features_add(out, both(t.stem, p.tag), n.tag);
    features_add(out, both(t.word, 1), both(n.word, 0) + nn.word);
    features_add(out, both(t.word, 1), both(p.word, 0) + pp.word);
    features_add(out, t.stem, both(n.tag, nn.tag));
    features_add(out, t.stem, both(p.tag, pp.tag));
    features_add(out, both(t.tag, p.tag), n.tag);
    features_add(out, both(t.tag, rate), p.word);
    features_add(out, both(t.tag, rate), n.word);
    features_add(out, both(t.tag, n.tag), both(nn.tag, nnn.tag));
    features_add(out, both(t.tag, p.tag), both(pp.tag, rate));
    features_add(out, both(p.word, 3), n.word);
    features_add(out, pp.word, both(t.tag, rate));
    features_add(out, nn.word, both(t.tag, rate));
    features_add(out, t.stem, both(p.look, pp.look));
    features_add(out, t.stem, both(n.look, nn.look));
    features_add(out, t.fine, t.tag);
    features_add(out, both(t.fine, p.tag), n.tag);
    features_add(out, both(t.coarse, t.tag), n.word);
    features_add(out, both(t.coarse, t.tag), p.word);
    features_add(out, t.stem, both(n.coarse, nn.coarse));
}

/* Quote marks and colons about, and where the sentence stands. */
static void add_place(const struct scene *scene, uint32_t head, struct features *out)
{
    const struct document *document = scene->document;
    const struct sentence *sentence = sentence_of(scene, head);
    const uint32_t *quote = scene->quotes.of_token;
    struct scene_token t = scene->tokens[head];
    uint32_t inside = quote[head] != QUOTES_NONE;
    uint32_t left = 0, right = 0, first_left = 0, rate_left = 0, rate_right = 0;
    uint32_t start = head - sentence->first > 40 ? head - 40 : sentence->first;
    uint32_t end = sentence->end - head > 40 ? head + 40 : sentence->end;
    for (uint32_t i = head; i-- > start;) {
        if (left == 0 && quote[i] != quote[head]) {
            left = step_of(head - i);
        }
        if (first_left == 0 && scene->tokens[i].boundary) {
            first_left = scene->tokens[i].word;
        }
        rate_left = scene->tokens[i].rate > rate_left ? scene->tokens[i].rate : rate_left;
    }
    uint32_t first_right = 0;
    for (uint32_t i = head + 1; i < end; i++) {
        if (right == 0 && quote[i] != quote[head]) {
            right = step_of(i - head);
        }
        if (first_right == 0 && scene->tokens[i].boundary) {
            first_right = scene->tokens[i].word;
        }
        rate_right = scene->tokens[i].rate > rate_right ? scene->tokens[i].rate : rate_right;
    }
    uint32_t kind = document->segments[sentence->segment].kind;
    features_add(out, inside, t.stem);
    features_add(out, both(inside, left), right);
    features_add(out, both(inside, left), both(t.tag, rate_step(t.rate)));
    features_add(out, both(inside, right), both(t.tag, rate_step(t.rate)));
    features_add(out, both(t.stem, left), right);
    features_add(out, first_left, t.tag);
    features_add(out, first_right, t.tag);
    features_add(out, first_right, t.stem);
    features_add(out, first_left, t.stem);
    features_add(out, both(rate_step(rate_left), rate_step(rate_right)), rate_step(t.rate));
    features_add(out, kind, t.tag);
    features_add(out, both(step_of(head - sentence->first), t.tag), rate_step(t.rate));
    features_add(out, both(step_of(sentence->end - head), t.tag), rate_step(t.rate));
    features_add(out, both(step_of(sentence->end - head), left), t.stem);
}

/* What hangs on the head, one feature a child, and what it hangs on. */
static void add_tree(const struct scene *scene, uint32_t head, struct features *out)
{
    const struct syntax_tree *tree = &scene->tree;
    const struct syntax *syntax = scene->syntax;
    struct scene_token t = scene->tokens[head];
    uint32_t above = syntax->heads[head], relation = syntax->relations[head];
    struct scene_token up = above != SYNTAX_ROOT ? scene->tokens[above]
                                                 : (struct scene_token){.word = NO_WORD};
    uint32_t side = above != SYNTAX_ROOT && above < head ? LEFT : RIGHT;
    features_add(out, both(relation, side), t.tag);
    features_add(out, both(relation, side), t.stem);
    features_add(out, both(relation, side), up.stem);
    features_add(out, both(relation, up.tag), t.tag);
    features_add(out, both(relation, rate_step(up.rate)), both(t.tag, rate_step(t.rate)));
    uint32_t set = 0, first = out->next;
    for (uint32_t c = tree->children[head], n = 0; c != SYNTAX_NONE && n < 8;
         c = tree->siblings[c], n++) {
        struct scene_token child = scene->tokens[c];
        uint32_t place = syntax->relations[c] * 2u + (c > head);
        set |= UINT32_C(1) << (syntax->relations[c] & 31u);
        out->next = first;
        features_add(out, place, t.stem);
        features_add(out, place, both(t.tag, rate_step(t.rate)));
        features_add(out, both(place, child.look), t.stem);
        features_add(out, both(place, child.tag), both(t.tag, child.look));
        features_add(out, both(child.word, place), rate_step(t.rate));
        features_add(out, both(child.coarse, place), t.stem);
    }
    out->next = first + 6;
    uint32_t clauses = set & (1u << REL_CCOMP | 1u << REL_XCOMP | 1u << REL_OBJ | 1u << REL_NSUBJ |
                              1u << REL_NSUBJPASS | 1u << REL_OBL | 1u << REL_PARATAXIS |
                              1u << REL_NMOD | 1u << REL_ACL | 1u << REL_NMOD_POSS);
    features_add(out, clauses, t.stem);
    features_add(out, clauses, both(t.tag, rate_step(t.rate)));
    uint32_t subject = syntax_subject(tree, head);
    struct scene_token s = subject != SYNTAX_NONE ? scene->tokens[subject]
                                                  : (struct scene_token){.word = NO_WORD};
    features_add(out, s.word, t.stem);
    features_add(out, s.word, both(t.tag, rate_step(t.rate)));
    features_add(out, both(s.look, s.tag), t.stem);
    features_add(out, both(s.look, s.tag), both(t.tag, rate_step(t.rate)));
    features_add(out, s.fine, both(t.tag, rate_step(t.rate)));
    features_add(out, s.coarse, t.stem);
    features_add(out, both(t.fine, 1), s.coarse);
    features_add(out, both(t.fine, 2), clauses);
}

void cue_features(const struct scene *scene, uint32_t head, struct features *out)
{
    features_start(out);
    add_words(scene, head, out);
    add_place(scene, head, out);
    add_tree(scene, head, out);
}

bool cue_can_reach(const struct scene *scene, uint32_t head, uint32_t next)
{
    const struct sentence *sentence = sentence_of(scene, head);
    bool near_enough = next < head ? head - next <= CUE_REACH_LEFT : next - head <= CUE_REACH_RIGHT;
    return near_enough && next >= sentence->first && next < sentence->end &&
           scene->document->tokens[next].kind != TOKEN_QUOTE;
}

void edge_features(const struct scene *scene, uint32_t head, uint32_t first, uint32_t end,
                   uint32_t next, struct features *out)
{
    struct scene_token t = scene->tokens[head], n = scene->tokens[next];
    uint32_t side = next < head ? LEFT : RIGHT;
    struct scene_token edge = scene->tokens[side == LEFT ? first : end - 1];
    struct scene_token beyond = near(scene, next, side == LEFT ? -1 : 1);
    uint32_t far = side == LEFT ? head - next : next - head;
    uint32_t relation = scene->syntax->heads[next] == head ? scene->syntax->relations[next]
                        : scene->syntax->heads[head] == next
                            ? 32u + scene->syntax->relations[head]
                            : 64u;
    features_start(out);
    features_add(out, side, far);
    features_add(out, both(n.word, side), far);
    features_add(out, both(n.word, side), t.stem);
    features_add(out, both(n.word, side), t.tag);
    features_add(out, both(n.word, side), beyond.word);
    features_add(out, both(n.word, side), edge.word);
    features_add(out, both(n.tag, side), both(t.tag, beyond.tag));
    features_add(out, both(n.tag, side), both(edge.tag, far));
    features_add(out, both(n.tag, side), t.stem);
    features_add(out, both(relation, side), both(n.tag, t.tag));
    features_add(out, both(relation, side), t.stem);
    features_add(out, both(relation, side), n.word);
    features_add(out, both(n.word, side), both(relation, beyond.tag));
    features_add(out, both(rate_step(n.rate), rate_step(t.rate)), side);
    features_add(out, both(n.look, side), both(t.tag, far));
}
