"""The form that every feature keeps, as rules over the parsed files; each finding names rule, file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from attrs import field, frozen
from attrs.validators import in_
from gherkin.errors import CompositeParserException
from gherkin.parser import Parser

# What the parser gives for a part of a file: the shapes are those of Cucumber's messages.
Node: TypeAlias = Mapping[str, Any]

LONGEST_FILE = 120
KINDS = frozenset({"happy", "edge", "abuse"})
EXTRA = frozenset({"needs-legal"})
EDGE = "/edge/"
"""The folder, in that of each section, of the odd cases; what their Rules mean stands in the file beside it."""
VERDICTS = ("ALLOWED", "DENIED", "CHARGEABLE", "NEEDS_PERSON")
NOTHING_CHANGED = "nothing has changed"
NOTHING_BUT_TICKETS = f"{NOTHING_CHANGED} but the ticket"
NOTHING_BUT_REQUESTS = f"{NOTHING_BUT_TICKETS} and its request for an estimate"
UNCHANGED = frozenset({NOTHING_CHANGED, NOTHING_BUT_TICKETS, NOTHING_BUT_REQUESTS})
"""How a Then says that an answer, or what was made of a ticket, has left everything else as it was."""

# Words of an interface, a format or a store; a lawyer reads none of them.
BANNED = re.compile(
    r"\b(?:click\w*|pages?|json|status\w*|https?|urls?|sql|endpoints?|buttons?|rows?|columns?|api|null|boolean|"
    r"exceptions?|fixtures?|payloads?|strings?|enums?|uuids?|ids?|tokens?)\b",
    re.IGNORECASE,
)
# A name out of the catalogue; scenarios speak of actions by their titles.
DOTTED = re.compile(r"\b[a-z_]{2,}\.[a-z_*][a-z_.*]*")
CLAUSE = r"\d\.\d(?:\.[a-z])?"
FEATURE_NAME = re.compile(r"(?P<section>\d)\. [A-Z].*[^.]")
RULE_NAME = re.compile(rf"(?P<clause>{CLAUSE}) (?P<text>[A-Z].*[^.])")
SCENARIO_NAME = re.compile(rf"(?P<clause>{CLAUSE})-(?P<number>\d\d) (?P<sentence>[A-Z].*[^.])")
FILE_NAME = re.compile(r"(?P<clause>\d\.\d(?:\.[a-z])?)_[a-z0-9_]+\.feature")
ANSWER = re.compile(
    rf"the answer (?:on \"[^\"]+\" )?is (?P<verdict>{'|'.join(VERDICTS)}) "
    rf"by clauses? (?P<clauses>{CLAUSE}(?:(?:, | and ){CLAUSE})*)"
)
PLACE = re.compile(r"<([^<>]+)>")
SHORTEST_READING = 6
MOST_SENTENCES = 2
RULES = frozenset(
    {
        "background",
        "banned-word",
        "clause-repeated",
        "clause-unknown",
        "edge-alone",
        "edge-place",
        "empty-file",
        "examples-tag",
        "feature-folder",
        "feature-name",
        "feature-tag",
        "file-name",
        "keyword",
        "kind-tag",
        "long-file",
        "loose-scenario",
        "no-then",
        "no-verdict",
        "number-reused",
        "one-when",
        "outline",
        "reading-missing",
        "reading-repeated",
        "reading-unknown",
        "reading-untagged",
        "rule-alike",
        "rule-description",
        "rule-empty",
        "rule-file",
        "rule-name",
        "rule-reading",
        "rule-section",
        "rule-tag",
        "rule-thin",
        "step-order",
        "tag-unknown",
        "title",
        "title-clause",
        "title-order",
        "title-repeated",
        "unreadable",
        "unsaid",
    }
)
"""The name of every rule that a finding can break."""


@frozen(order=True)
class Finding:
    """One breach of the form: which rule, where, and what is wrong."""

    file: str
    line: int
    rule: str = field(validator=in_(RULES))
    says: str

    def __str__(self) -> str:
        """Return it as one line, as a compiler does."""
        return f"{self.file}:{self.line}: {self.rule}: {self.says}"


@frozen
class Suite:
    """All features read: by path inside the folder of features, the text and the parsed document."""

    texts: Mapping[str, str]
    documents: Mapping[str, Node]
    broken: tuple[Finding, ...] = ()


@frozen
class Told:
    """A scenario in its place: its file, Rule and clause."""

    file: str
    scenario: Node
    feature: Node
    rule: Node | None = None
    clause: str = ""
    background: tuple[Node, ...] = field(default=())

    @property
    def line(self) -> int:
        """The line of its title."""
        return int(self.scenario["location"]["line"])

    def found(self, rule: str, says: str) -> Finding:
        """Make a finding about it."""
        return Finding(self.file, self.line, rule, says)


def read_suite(files: Mapping[str, str]) -> Suite:
    """Parse the given texts, by path; what cannot be parsed is a finding and no document."""
    documents: dict[str, Node] = {}
    broken: list[Finding] = []
    for path, text in sorted(files.items()):
        try:
            documents[path] = Parser().parse(text)
        except CompositeParserException as fault:
            broken.append(Finding(path, 1, "unreadable", str(fault.errors[0])))
    return Suite(dict(files), documents, tuple(broken))


def read_folder(folder: Path) -> Suite:
    """Read every file of a folder of features."""
    return read_suite(
        {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.feature")}
    )


def rules_told(suite: Suite) -> frozenset[str]:
    """Return the clauses that have a Rule."""
    names = (RULE_NAME.fullmatch(rule["name"]) for _path, _feature, rule in _rules(suite))
    return frozenset(name["clause"] for name in names if name is not None)


def not_told(suite: Suite, clauses: Iterable[str]) -> tuple[str, ...]:
    """Return the clauses of the terms that no Rule tells."""
    told = rules_told(suite)
    return tuple(clause for clause in clauses if clause not in told)


def findings(suite: Suite, clauses: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return every breach; `clauses` are those of the terms with their texts."""
    told = tuple(scenarios_of(suite))
    return tuple(
        sorted(
            {
                *suite.broken,
                *_files(suite),
                *_features(suite),
                *_ruled(suite, clauses),
                *_filled(suite),
                *_alike(suite, clauses),
                *_titles(told),
                *_unique(told),
                *_tags(told),
                *_shapes(told),
                *_answers(told, clauses),
                *_outlines(told),
                *_words(suite),
            }
        )
    )


def _files(suite: Suite) -> Iterator[Finding]:
    for path, text in suite.texts.items():
        length = len(text.splitlines())
        if length > LONGEST_FILE:
            yield Finding(path, length, "long-file", f"{length} lines; split it, {LONGEST_FILE} are allowed")
        if FILE_NAME.fullmatch(Path(path).name) is None:
            yield Finding(path, 1, "file-name", "a file is named <clause>_<words>.feature")


def _features(suite: Suite) -> Iterator[Finding]:
    for path, document in suite.documents.items():
        feature = document.get("feature")
        if feature is None:
            yield Finding(path, 1, "empty-file", "no Feature")
            continue
        line = feature["location"]["line"]
        named = FEATURE_NAME.fullmatch(feature["name"])
        if named is None:
            yield Finding(path, line, "feature-name", "a Feature is named <section>. <title>")
            continue
        if tags_of(feature) != {f"section-{named['section']}"}:
            yield Finding(path, line, "feature-tag", f"the Feature wears exactly @section-{named['section']}")
        if not path.startswith(f"{named['section']}_"):
            yield Finding(path, line, "feature-folder", f"a Feature of section {named['section']} lies in its folder")
        for child in feature["children"]:
            if "scenario" in child:
                place = child["scenario"]["location"]["line"]
                yield Finding(path, place, "loose-scenario", "every scenario stands under a Rule")


def _ruled(suite: Suite, clauses: Mapping[str, str]) -> Iterator[Finding]:
    for path, feature, rule in _rules(suite):
        line = rule["location"]["line"]
        named = RULE_NAME.fullmatch(rule["name"])
        if named is None:
            yield Finding(path, line, "rule-name", "a Rule is named <clause> <short text>")
            continue
        clause = named["clause"]
        if tags_of(rule) != {f"clause-{clause}"}:
            yield Finding(path, line, "rule-tag", f"the Rule wears exactly @clause-{clause}")
        if not feature["name"].startswith(clause[0]):
            yield Finding(path, line, "rule-section", f"clause {clause} belongs to section {clause[0]}")
        in_file = FILE_NAME.fullmatch(Path(path).name)
        if in_file is not None and not clause.startswith(in_file["clause"]):
            yield Finding(path, line, "rule-file", f"clause {clause} stands in a file of clause {in_file['clause']}")
        if clause not in clauses:
            yield Finding(path, line, "clause-unknown", f"the terms have no clause {clause}")
        elif EDGE in path:
            continue
        elif " ".join(clauses[clause].split()) not in " ".join(rule.get("description", "").split()):
            yield Finding(path, line, "rule-description", f"the description holds the text of clause {clause}")
        elif not _has_reading(rule, clauses[clause]):
            says = f"beside clause {clause} it says in plain words what that means, in two sentences at most"
            yield Finding(path, line, "rule-reading", says)


def _filled(suite: Suite) -> Iterator[Finding]:
    """Yield a Rule with too few scenarios, and what stands in the wrong one of the two files of a Rule."""
    heads = {(path, rule["name"]): _backgrounds(feature, rule) for path, feature, rule in _rules(suite)}
    odd = {(path.replace(EDGE, "/"), rule["name"]) for path, _feature, rule in _rules(suite) if EDGE in path}
    for path, feature, rule in _rules(suite):
        line, told = rule["location"]["line"], _children(rule)
        kinds = {kind for child in told for kind in tags_of(child) & KINDS}
        if not told:
            yield Finding(path, line, "rule-empty", "a Rule without scenarios tells nothing")
        elif EDGE in path:
            if kinds != {"edge"}:
                yield Finding(path, line, "edge-place", "under edge/ stand odd cases alone")
            if heads.get((path.replace(EDGE, "/"), rule["name"])) != _backgrounds(feature, rule):
                says = "the file of this name beside edge/ has a Rule of this name, with the same Background"
                yield Finding(path, line, "edge-alone", says)
        elif "edge" in kinds:
            yield Finding(path, line, "edge-place", "an odd case stands under edge/, in a file of the same name")
        elif "happy" not in kinds or not ("abuse" in kinds or (path, rule["name"]) in odd):
            yield Finding(path, line, "rule-thin", "a Rule has a happy scenario and at least one edge or abuse")


def _backgrounds(feature: Node, rule: Node) -> tuple[str, ...]:
    parts = (child["background"] for node in (feature, rule) for child in node["children"] if "background" in child)
    return tuple(step["text"] for part in parts for step in part["steps"])


def _has_reading(rule: Node, text: str) -> bool:
    """Return whether a Rule says more than its clause: a reading of one sentence or two."""
    said = " ".join(rule.get("description", "").split()).replace(" ".join(text.split()), "")
    return len(said.split()) >= SHORTEST_READING and len(re.findall(r"[.](?:\s|$)", said)) <= MOST_SENTENCES


def _alike(suite: Suite, clauses: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a Rule that shares its clause with another and does not say, beside the clause, what is its own."""
    own: dict[str, list[tuple[str, Node, str]]] = {}
    for path, _feature, rule in _rules(suite):
        if EDGE in path:
            continue
        clause = rule["name"].partition(" ")[0]
        said = " ".join(rule.get("description", "").split())
        rest = said.replace(" ".join(clauses.get(clause, "").split()), "").strip()
        own.setdefault(clause, []).append((path, rule, rest))
    for clause, rules in own.items():
        seen: set[str] = set()
        for path, rule, rest in rules if len(rules) > 1 else ():
            for words in (rest.casefold(), rule["name"].casefold()):
                if not words or words in seen:
                    says = f"clause {clause} has several Rules; each says beside its text what is its own"
                    yield Finding(path, rule["location"]["line"], "rule-alike", says)
                seen.add(words)


def _titles(told: Iterable[Told]) -> Iterator[Finding]:
    last: dict[tuple[str, int], int] = {}
    for each in told:
        named = SCENARIO_NAME.fullmatch(each.scenario["name"])
        if named is None:
            yield each.found("title", "a scenario is titled <clause>-NN <sentence>, without a full stop")
            continue
        if each.rule is None:
            continue
        if named["clause"] != each.clause:
            yield each.found("title-clause", f"a scenario of clause {each.clause} is numbered {each.clause}-NN")
        place = (each.file, int(each.rule["location"]["line"]))
        if int(named["number"]) <= last.get(place, 0):
            yield each.found("title-order", "the numbers rise inside a Rule")
        last[place] = int(named["number"])


def _unique(told: Iterable[Told]) -> Iterator[Finding]:
    numbers: dict[str, str] = {}
    sentences: dict[str, str] = {}
    for each in told:
        number, _, sentence = each.scenario["name"].partition(" ")
        # A test is named by the words alone: pytest-bdd drops leading numbers, and a repeated title silently.
        words = " ".join(re.findall(r"[a-z0-9]+", sentence.casefold()))
        for key, seen, rule in ((number, numbers, "number-reused"), (words, sentences, "title-repeated")):
            if key in seen:
                yield each.found(rule, f"{key!r} stands in {seen[key]} already")
            seen.setdefault(key, f"{each.file}:{each.line}")


def _tags(told: Iterable[Told]) -> Iterator[Finding]:
    for each in told:
        tags = tags_of(each.scenario)
        if len(tags & KINDS) != 1:
            yield each.found("kind-tag", "a scenario wears exactly one of @happy, @edge, @abuse")
        for tag in sorted(tags - KINDS - EXTRA):
            yield each.found("tag-unknown", f"@{tag} is no tag of a scenario")
        for examples in each.scenario["examples"]:
            if examples["tags"]:
                yield each.found("examples-tag", "Examples wear no tags")


def _shapes(told: Iterable[Told]) -> Iterator[Finding]:
    order = {"Context": 0, "Action": 1, "Outcome": 2}
    for each in told:
        steps = each.scenario["steps"]
        kinds: list[str] = []
        for step in steps:
            if step["keyword"].strip() not in {"Given", "When", "Then", "And"}:
                yield each.found("keyword", f"{step['keyword'].strip()!r} hides what the step is; write And")
            kinds.append(kinds[-1] if step["keywordType"] == "Conjunction" and kinds else step["keywordType"])
        if kinds.count("Action") != 1:
            yield each.found("one-when", f"a scenario has one When, this one has {kinds.count('Action')}")
        if "Outcome" not in kinds:
            yield each.found("no-then", "a scenario says what follows")
        places = [order.get(kind, -1) for kind in kinds]
        if places != sorted(places) or -1 in places:
            yield each.found("step-order", "Given, then When, then Then")
        if any(step["keywordType"] != "Context" and step["keyword"].strip() != "And" for step in each.background):
            yield each.found("background", "a Background only holds what is given")


def _answers(told: Iterable[Told], clauses: Mapping[str, str]) -> Iterator[Finding]:
    for each in told:
        for case in cases(each.scenario):
            outcomes = [text for kind, text in steps_of(each, case) if kind == "then"]
            if not outcomes:
                continue
            answers = [ANSWER.fullmatch(text) for text in outcomes if text.startswith("the answer") and " is " in text]
            if not answers or ANSWER.fullmatch(outcomes[0]) is None or None in answers:
                yield each.found("no-verdict", f"the Then names verdict and clause, not {outcomes[0]!r}")
                continue
            for answer in answers:
                if answer is None:
                    continue
                named = re.findall(CLAUSE, answer["clauses"])
                for clause in named:
                    if clause not in clauses:
                        yield each.found("clause-unknown", f"the terms have no clause {clause}")
                if len(set(named)) < len(named):
                    yield each.found("clause-repeated", "the Then names each clause that decided once")
                if answer["verdict"] != "ALLOWED" and UNCHANGED.isdisjoint(outcomes):
                    yield each.found("unsaid", f"an answer that is no permission also says: {NOTHING_CHANGED}")


def _outlines(told: Iterable[Told]) -> Iterator[Finding]:
    for each in told:
        scenario = each.scenario
        texts = [scenario["name"], *(step["text"] for step in scenario["steps"])]
        places = {place for text in texts for place in PLACE.findall(text)}
        outline = scenario["keyword"] == "Scenario Outline"
        if not outline:
            if places or scenario["examples"]:
                yield each.found("outline", "places and Examples make a Scenario Outline")
            continue
        if not any(examples["tableBody"] for examples in scenario["examples"]):
            yield each.found("outline", "an outline without Examples is never run")
        for examples in scenario["examples"]:
            names = {cell["value"] for cell in (examples.get("tableHeader") or {"cells": ()})["cells"]}
            if names != places:
                yield each.found("outline", f"places and Examples differ in {', '.join(sorted(names ^ places))}")


def _words(suite: Suite) -> Iterator[Finding]:
    for path, text in suite.texts.items():
        for number, line in enumerate(text.splitlines(), start=1):
            for found in (*BANNED.finditer(line), *DOTTED.finditer(line)):
                yield Finding(path, number, "banned-word", f"{found.group()!r} is no business word")


def cases(scenario: Node) -> Iterator[Mapping[str, str]]:
    """Yield each row of the Examples; for a plain scenario one empty row."""
    found = False
    for examples in scenario["examples"]:
        header = examples.get("tableHeader")
        names = [cell["value"] for cell in header["cells"]] if header else []
        for body in examples["tableBody"]:
            found = True
            yield dict(zip(names, (cell["value"] for cell in body["cells"]), strict=True))
    if not found:
        yield {}


def steps_of(told: Told, case: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each step of a scenario, those of its Background first, as kind and filled-in text."""
    kinds = {"Context": "given", "Action": "when", "Outcome": "then"}
    for steps in (told.background, told.scenario["steps"]):
        kind = ""
        for step in steps:
            kind = kind if step["keywordType"] == "Conjunction" else kinds.get(step["keywordType"], "")
            yield kind, PLACE.sub(lambda place: case.get(place[1], place[0]), step["text"])


def _rules(suite: Suite) -> Iterator[tuple[str, Node, Node]]:
    for path, document in suite.documents.items():
        feature = document.get("feature")
        if feature is None:
            continue
        for child in feature["children"]:
            if "rule" in child:
                yield path, feature, child["rule"]


def _children(rule: Node) -> tuple[Node, ...]:
    return tuple(child["scenario"] for child in rule["children"] if "scenario" in child)


def scenarios_of(suite: Suite) -> Iterator[Told]:
    """Yield every scenario in its place."""
    for path, document in suite.documents.items():
        feature = document.get("feature")
        if feature is None:
            continue
        background: tuple[Node, ...] = ()
        for child in feature["children"]:
            if "background" in child:
                background = tuple(child["background"]["steps"])
            elif "scenario" in child:
                yield Told(path, child["scenario"], feature, background=background)
            else:
                rule = child["rule"]
                clause = rule["name"].partition(" ")[0]
                own = next(
                    (tuple(each["background"]["steps"]) for each in rule["children"] if "background" in each), ()
                )
                for scenario in _children(rule):
                    yield Told(path, scenario, feature, rule, clause, (*background, *own))


def tags_of(node: Node) -> frozenset[str]:
    """Return the tags of a part, without their signs."""
    return frozenset(tag["name"].removeprefix("@") for tag in node["tags"])
