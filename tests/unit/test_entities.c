#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "entities.h"
#include "gazetteer.h"
#include "lexicons.h"
#include "mentions.h"
#include "model.h"
#include "spelling.h"

struct fixture {
    struct model model;
    struct lexicons lexicons;
    struct gazetteer *gazetteer;
    struct sw_arena *arena;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    *state = fixture;
    fixture->arena = sw_arena_new((size_t)64 << 20);
    if (model_load(&fixture->model, NULL, NULL, NULL) != SW_OK) {
        return -1;
    }
    int status =
        lexicons_init(&fixture->lexicons, fixture->model.files, fixture->model.n_files, NULL);
    return status != SW_OK ? status
                           : gazetteer_new(&fixture->gazetteer, fixture->model.files,
                                           fixture->model.n_files, NULL);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    gazetteer_free(fixture->gazetteer);
    lexicons_clear(&fixture->lexicons);
    model_free(&fixture->model);
    sw_arena_free(fixture->arena);
    free(fixture);
    return 0;
}

/*
 * A text with its names marked: "{PER Ann Lee} said so." The marks are cut out, so that the test
 * does not hang on a trained tagger. A name that is not marked is one that the tagger missed.
 */
struct marked {
    char text[1000];
    struct sw_span spans[40];
    enum sw_entity_type types[40];
    uint32_t n;
};

static void read_marked(const char *from, struct marked *out)
{
    size_t len = 0;
    out->n = 0;
    for (const char *at = from; *at != '\0'; at++) {
        if (*at == '{') {
            const char *space = strchr(at, ' ');
            for (int type = SW_PER; type <= SW_EVENT; type++) {
                const char *name = sw_entity_type_name((enum sw_entity_type)type);
                if (strncmp(name, at + 1, strlen(name)) == 0) {
                    out->types[out->n] = (enum sw_entity_type)type;
                }
            }
            out->spans[out->n].start = (uint32_t)len;
            at = space;
        } else if (*at == '}') {
            out->spans[out->n++].end = (uint32_t)len;
        } else {
            out->text[len++] = *at;
        }
    }
    out->text[len] = '\0';
}

static struct names names_of(const struct marked *marked, const struct document *document,
                             struct sw_arena *arena)
{
    struct name *at = sw_arena_alloc(arena, 40 * sizeof *at);
    for (uint32_t i = 0; i < marked->n; i++) {
        uint32_t first = 0, end;
        while (document->tokens[first].start < marked->spans[i].start) {
            first++;
        }
        for (end = first;
             end < document->n_tokens && document->tokens[end].start < marked->spans[i].end;) {
            end++;
        }
        at[i] = (struct name){first, end, marked->types[i]};
    }
    return (struct names){at, marked->n};
}

/* Draws entities as "TYPE Name: mention, mention; ...", nominals as <...>, pronouns as (...). */
static void draw(const struct document *document, const struct entities *entities, char *out,
                 size_t size)
{
    size_t at = 0;
    out[0] = '\0';
    for (uint32_t e = 0; e < entities->n; e++) {
        const struct sw_entity *entity = &entities->at[e];
        at += (size_t)snprintf(out + at, size - at, "%s%s %.*s%s:", e > 0 ? "; " : "",
                               sw_entity_type_name(entity->type), (int)entity->name.len,
                               entity->name.at, entity->metonym ? " (metonym)" : "");
        if (entity->of != SW_NONE) {
            const struct sw_entity *of = &entities->at[entity->of];
            at +=
                (size_t)snprintf(out + at, size - at, " of %.*s:", (int)of->name.len, of->name.at);
        }
        for (uint32_t m = 0; m < entity->n_mentions; m++) {
            static const char *const marks[] = {"", "<>", "()"};
            const char *mark = marks[entity->mentions[m].kind];
            struct sw_span span = entity->mentions[m].span;
            at += (size_t)snprintf(out + at, size - at, "%s %.1s%.*s%s", m > 0 ? "," : "", mark,
                                   (int)(span.end - span.start), document->text.at + span.start,
                                   mark[0] != '\0' ? mark + 1 : "");
        }
    }
}

static void check(void **state, const char *text, const char *expected)
{
    struct fixture *fixture = *state;
    struct marked marked;
    struct document document;
    struct entities entities;
    char out[2000];
    sw_arena_reset(fixture->arena);
    read_marked(text, &marked);
    struct sw_text all = {marked.text, strlen(marked.text)}, none = {NULL, 0};
    assert_int_equal(
        document_read(&fixture->lexicons, all, none, "en", fixture->arena, &document, NULL), SW_OK);
    struct names names = names_of(&marked, &document, fixture->arena);
    assert_int_equal(entities_find(fixture->gazetteer, &fixture->lexicons, &document, NULL, &names,
                                   fixture->arena, &entities, NULL),
                     SW_OK);
    draw(&document, &entities, out, sizeof out);
    assert_string_equal(out, expected);
}

static void test_short_forms(void **state)
{
    check(state, "{PER Ann Lee} came. {PER Lee} left. Then Lee said no.",
          "PER Ann Lee: Ann Lee, Lee, Lee");
    check(state, "{PER Ann Maria Lee} met {PER Ann Lee}.",
          "PER Ann Maria Lee: Ann Maria Lee, Ann Lee");
    check(state, "{PER Hugo Stone} and {PER Carla Stone} met. {PER Hugo} left. {PER Carla} stayed.",
          "PER Hugo Stone: Hugo Stone, Hugo; PER Carla Stone: Carla Stone, Carla");
    check(state, "{PER Mr. Stone} met {PER Senator Ann Lee}.",
          "PER Stone: Stone; PER Ann Lee: Ann Lee");
    check(state, "{PER Tom Stone} met {PER Tom Stone Jr.} in town.",
          "PER Tom Stone: Tom Stone; PER Tom Stone Jr.: Tom Stone Jr.");
}

static void test_spellings(void **state)
{
    check(state, "{PER Sergei Orlov} met {PER Ann Lee}. {PER Sergey Orlov} left.",
          "PER Sergei Orlov: Sergei Orlov, Sergey Orlov; PER Ann Lee: Ann Lee");
    check(state, "{PER Donna Brazell} left. {PER Brazel} came.",
          "PER Donna Brazell: Donna Brazell, Brazel");
    struct sw_text a = {"Voladimir", 9}, b = {"Vladimir", 8}, c = {"Bill", 4}, d = {"Bob", 3};
    assert_true(spelling_key(a) == spelling_key(b) && spelling_near(a, b));
    assert_false(spelling_key(c) == spelling_key(d) && spelling_near(c, d));
}

static void test_acronyms(void **state)
{
    check(state, "The {ORG Red Star Movement} (R2S) won. Then R2S lost.",
          "ORG Red Star Movement: Red Star Movement, R2S, R2S");
    check(state, "The {ORG Island Fishing Board} met. The {ORG IFB} left.",
          "ORG Island Fishing Board: Island Fishing Board, IFB");
    check(state, "{ORG Harbor News} wrote it. {ORG Harbor} was right.",
          "ORG Harbor News: Harbor News, Harbor");
}

static void test_known_names(void **state)
{
    check(state,
          "The {LOC US} and the {LOC United States} and {LOC U.S.} {NORP Americans} and {NORP "
          "American} men.",
          "LOC United States: US, United States, U.S.; NORP Americans: of United States: "
          "Americans, American");
    check(state, "{LOC Paris} said it would go. A man in {LOC Oslo} said no.",
          "LOC Paris (metonym): Paris; LOC Oslo: Oslo");
}

static void test_found_everywhere(void **state)
{
    check(state, "{ORG Acme} rose.\n\nACME FELL TODAY\n\nAcme is up. Acme Harbor is not.",
          "ORG Acme: Acme, ACME, Acme");
}

static void test_nominals(void **state)
{
    check(state,
          "{NORP Italian} Prime Minister {PER Anna Verdi} met {NORP French} President {PER Luc "
          "Brun}. "
          "The Italian premier left. The French leader stayed.",
          "NORP Italian: Italian, Italian; PER Anna Verdi: Anna Verdi, <The Italian premier>; "
          "NORP French: French, French; PER Luc Brun: Luc Brun, <The French leader>");
    check(state, "{PER Ann Lee}, the mayor of {LOC Oslo}, met {PER Hugo Stone}. The mayor left.",
          "PER Ann Lee: Ann Lee, <The mayor>; LOC Oslo: Oslo; PER Hugo Stone: Hugo Stone");
}

static void test_pronouns(void **state)
{
    check(state, "{PER Anna Verdi} met {PER Peter Brun}. She left. He said he stayed.",
          "PER Anna Verdi: Anna Verdi, (She); PER Peter Brun: Peter Brun, (He), (he)");
    check(state, "“I am here and my dog is too,” {PER Peter Brun} said. I wrote it down.",
          "PER Peter Brun: (I), (my), Peter Brun");
    check(state, "She left. He stayed.", "");
}

static void test_mended_names(void **state)
{
    check(state,
          "{EVENT Italian-Russian} talks. {PER Peter} {PER Stone} and [{PER Mario}] {PER Brun}.",
          "NORP Italian: Italian; NORP Russian: Russian; PER Peter Stone: Peter Stone; "
          "PER [Mario] Brun: [Mario] Brun");
    check(state, "{PER Ann\xC2\xA0Lee} came. {PER Ann  Lee} left.",
          "PER Ann Lee: Ann\xC2\xA0Lee, Ann  Lee");
    check(state, "The {LOC Kremlin} said no. {NORP Moscow} agreed.",
          "ORG Kremlin (metonym): Kremlin; LOC Moscow (metonym): Moscow");
    check(state, "It was {ORG NOT Peter Stone} but the {ORG US Army}.",
          "ORG Peter Stone: Peter Stone; ORG US Army: US Army");
    check(state, "We met Mr. [{PER Mario}] {PER Brun}. Then {PER Mario Brun} left.",
          "PER Mario Brun: [Mario] Brun, Mario Brun");
}

/* The last person named is passed over where the text says that he is of elsewhere. */
static void test_places_tell_people_apart(void **state)
{
    check(
        state,
        "{LOC Kenya}'s {PER Hugo Stone} met {NORP Italian} President {PER Anna Verdi}. The "
        "{NORP Kenyan} leader left. The leader of the far-right {ORG Star Movement} {PER Luc Brun} "
        "came.",
        "LOC Kenya: Kenya; PER Hugo Stone: Hugo Stone, <The Kenyan leader>; NORP Italian: Italian; "
        "PER Anna Verdi: Anna Verdi; NORP Kenyan: of Kenya: Kenyan; ORG Star Movement: Star "
        "Movement; "
        "PER Luc Brun: Luc Brun");
}

/* Every limit of the arena: it fits, or it says so. */
static void test_any_limit(void **state)
{
    struct fixture *fixture = *state;
    const char *text = "{PER Ann Lee}, mayor of {LOC Oslo}, met {PER Hugo Stone} ({ORG A B}). “I "
                       "go,” she said. Lee left.";
    struct marked marked;
    struct document document;
    int status = SW_ENOMEM;
    read_marked(text, &marked);
    struct sw_text all = {marked.text, strlen(marked.text)}, none = {NULL, 0};
    sw_arena_reset(fixture->arena);
    assert_int_equal(
        document_read(&fixture->lexicons, all, none, "en", fixture->arena, &document, NULL), SW_OK);
    struct names names = names_of(&marked, &document, fixture->arena);
    for (size_t limit = 16; status != SW_OK; limit += 32) {
        struct sw_arena *arena = sw_arena_new(limit);
        struct entities entities;
        status = entities_find(fixture->gazetteer, &fixture->lexicons, &document, NULL, &names,
                               arena, &entities, NULL);
        assert_true(status == SW_OK || status == SW_ENOMEM);
        sw_arena_free(arena);
        assert_true(limit < 1000000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short_forms),      cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_acronyms),         cmocka_unit_test(test_known_names),
        cmocka_unit_test(test_found_everywhere), cmocka_unit_test(test_nominals),
        cmocka_unit_test(test_mended_names),     cmocka_unit_test(test_places_tell_people_apart),
        cmocka_unit_test(test_pronouns),         cmocka_unit_test(test_any_limit),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
