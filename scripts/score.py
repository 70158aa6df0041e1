"""Measure the detector on a folder of labelled messages, false-alarm sets and conversation threads.

    python scripts/score.py DATA_FOLDER [--errors] [--slices] [--skip-reviews] [--backend rules|snownlp]

The folder holds any of: `*.jsonl` with a message a line (id, text, label complaint|other, category, severity, kind,
context, has_image, role), `threads*.jsonl` with a conversation a line (messages marked is_complaint, new_case), and
below it `*.tsv` sets of everyday text (split, label, src, text), in which every `complaint` is a false alarm.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.detection import detect
from bot.domain.verdict import Burst, BurstMessage, Earlier, Role, Situation, Verdict
from scripts.slices import print_table, read_tags, slices_of

ROLES: dict[str, Role] = {"leader": "group_leader", "group_leader": "group_leader", "bot": "bot"}
CHAT_SETS = ("lccc", "crosswoz", "kdconv", "cold", "weibo")
"""Sets of talk that is not about goods; others hold reviews, in which complaints are to be found."""

Detector = Callable[[Burst, Situation], Verdict]
Row = dict[str, Any]


def read_jsonl(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def verdict_on(row: Row, detector: Detector) -> Verdict:
    burst = Burst(
        (BurstMessage(row["text"], bool(row.get("has_image"))),), ROLES.get(row.get("role", "member"), "member")
    )
    return detector(burst, Situation(tuple(Earlier(text) for text in row.get("context") or ())))


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "–"


def print_f1(name: str, pairs: Iterable[tuple[bool, bool]]) -> None:
    counts = Counter(pairs)
    hit, missed, false = counts[True, True], counts[True, False], counts[False, True]
    precision = hit / (hit + false) if hit + false else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    print(f"  {name:18} F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  hit {hit} missed {missed} false {false}")


def area_under_curve(scored: list[tuple[float, bool]]) -> float:
    """The chance that a complaint scores higher than another message; ties count half."""
    ranked = sorted(scored)
    wins, below, at = 0.0, 0, 0
    positives = sum(1 for _, true in ranked if true)
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        ties = [true for _, true in ranked[at:end]]
        good, bad = sum(ties), len(ties) - sum(ties)
        wins += good * (below + bad / 2)
        below += bad
        at = end
    negatives = len(ranked) - positives
    return wins / (positives * negatives) if positives and negatives else 0.0


def score_messages(path: Path, detector: Detector, errors: bool, slices: bool) -> None:
    rows = read_jsonl(path)
    start = time.process_time()
    verdicts = [verdict_on(row, detector) for row in rows]
    micros = (time.process_time() - start) / max(1, len(rows)) * 1e6
    true = [row["label"] == "complaint" for row in rows]
    auc = area_under_curve([(verdict.score, is_true) for verdict, is_true in zip(verdicts, true, strict=True)])
    print(f"{path.name}: {len(rows)} messages, {sum(true)} complaints, {micros:.0f} µs a message, AUC {auc:.3f}")
    print_f1("complaint", ((t, v.decision == "complaint") for t, v in zip(true, verdicts, strict=True)))
    print_f1("complaint+review", ((t, v.decision != "none") for t, v in zip(true, verdicts, strict=True)))
    found = [(r, v) for r, v, t in zip(rows, verdicts, true, strict=True) if t and v.decision != "none"]
    severe = [v for r, v, t in zip(rows, verdicts, true, strict=True) if t and r.get("severity") == 3]
    print(f"  category right of found   {share(sum(r['category'] == v.category for r, v in found), len(found))}")
    print(f"  severity right of found   {share(sum(r['severity'] == v.severity for r, v in found), len(found))}")
    print(f"  severity 3 found as 3     {share(sum(v.severity == 3 for v in severe), len(severe))}")
    print_groups(rows, verdicts)
    if slices:
        tags = read_tags(path)
        print_table((slices_of(r, tags), t, v.decision) for r, t, v in zip(rows, true, verdicts, strict=True))
    if errors:
        print_errors(rows, verdicts)


def print_groups(rows: list[Row], verdicts: list[Verdict]) -> None:
    """Recall by category and false alarms by kind: complaint, complaint+review, of how many."""
    whole: Counter[str] = Counter()
    complaint: Counter[str] = Counter()
    either: Counter[str] = Counter()
    for row, verdict in zip(rows, verdicts, strict=True):
        is_true = row["label"] == "complaint"
        group = f"recall {row.get('category')}" if is_true else f"false alarms {row.get('kind')}"
        whole[group] += 1
        complaint[group] += verdict.decision == "complaint"
        either[group] += verdict.decision != "none"
    for group in sorted(whole, reverse=True):
        print(f"    {group:32} {complaint[group]:4} {either[group]:4} of {whole[group]}")


def print_errors(rows: list[Row], verdicts: list[Verdict]) -> None:
    for row, verdict in zip(rows, verdicts, strict=True):
        is_true = row["label"] == "complaint"
        wrong_decision = is_true != (verdict.decision == "complaint")
        wrong_category = is_true and verdict.decision != "none" and verdict.category != row["category"]
        if not (wrong_decision or wrong_category):
            continue
        mark = "MISSED" if is_true and wrong_decision else "FALSE" if wrong_decision else "CATEGORY"
        context = f"  << {' | '.join(row.get('context') or ())}" if row.get("context") else ""
        print(
            f"    {mark} {row['id']} {row.get('category') or row.get('kind')} → {verdict.decision} {verdict.category} "
            f"{verdict.score:.2f} {row['text']}{context}  {'；'.join(verdict.reasons)}"
        )


def score_everyday(path: Path, detector: Detector, errors: bool) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        texts = [row["text"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row["text"]]
    verdicts = [detector(Burst((BurstMessage(text),)), Situation()) for text in texts]
    complaint = sum(verdict.decision == "complaint" for verdict in verdicts)
    review = sum(verdict.decision == "review" for verdict in verdicts)
    scale = 1000 / max(1, len(texts))
    found = f"complaint {complaint * scale:.1f} and review {review * scale:.1f} per 1,000"
    print(f"{path.name}: {len(texts)} texts, {found}")
    if errors:
        for text, verdict in zip(texts, verdicts, strict=True):
            if verdict.decision == "complaint":
                print(f"    {verdict.category} {verdict.score:.2f} {text[:80]}  {'；'.join(verdict.reasons)}")


def score_reviews(path: Path, detector: Detector) -> None:
    """Review sets carry label 1 for negative; how much of each side the detector finds."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if row["text"]]
    whole: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for row in rows:
        whole[row["label"]] += 1
        found[row["label"]] += detector(Burst((BurstMessage(row["text"]),)), Situation()).decision == "complaint"
    sides = ", ".join(f"label {label}: {share(found[label], whole[label])}" for label in sorted(whole))
    print(f"{path.name}: complaint found, {sides}")


def score_threads(path: Path) -> None:
    try:
        from bot.replay import replay_thread
    except ImportError as error:
        print(f"{path.name}: not scored, {error}")
        return
    threads = read_jsonl(path)
    right = 0
    differences: list[str] = []
    for thread in threads:
        wanted = {(message["from"], message["n"]) for message in thread["messages"] if message.get("new_case")}
        cases = replay_thread(thread, mode="auto")["cases"]
        got = {(case["member"], case["opened_by"]) for case in cases}
        right += wanted == got
        texts = {message["n"]: message["text"] for message in thread["messages"]}
        for sign, only in (("missing", wanted - got), ("too many", got - wanted)):
            differences += [
                f"  {thread['id']} {sign}: {who} #{n} {texts.get(n, '')}" for who, n in sorted(only, key=lambda c: c[1])
            ]
    print(f"{path.name}: cases opened right in {share(right, len(threads))} threads")
    print("\n".join(differences))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder with *.jsonl, threads*.jsonl and, below it, *.tsv")
    parser.add_argument("--errors", action="store_true", help="list every wrong message")
    parser.add_argument("--slices", action="store_true", help="recall and false alarms by slice of the messages")
    parser.add_argument("--backend", choices=("rules", "snownlp"), default="rules")
    parser.add_argument("--skip-reviews", action="store_true", help="leave out the *.tsv sets of reviews")
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    if not folder.is_dir():
        parser.error(f"{folder} is not a folder")
    detector: Detector = detect
    if arguments.backend == "snownlp":
        from bot.detection.snownlp_backend import detect_snownlp as detector
    for path in sorted(folder.glob("*.jsonl")):
        if path.name.startswith("threads"):
            score_threads(path)
        else:
            score_messages(path, detector, arguments.errors, arguments.slices)
    for path in sorted(folder.rglob("*.tsv")):
        if path.name.startswith(CHAT_SETS):
            score_everyday(path, detector, arguments.errors)
        elif not arguments.skip_reviews:
            score_reviews(path, detector)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
