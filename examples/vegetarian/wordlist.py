"""The word list as a judge. Run as a script it scores pairs.jsonl and fails below 97 % right."""

import json
import re
import sys
from pathlib import Path

import yaml

HERE = Path(__file__).parent


class WordList:
    def __init__(self, path=HERE / "wordlist.yaml"):
        lists = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
        self.forbid, self.excepted, self.require = (phrases(lists[key]) for key in ("forbid", "except", "require"))

    def forbidden(self, answer):
        """The first forbidden word, or None. The longest harmless phrase at a place wins."""
        plain = self.excepted.sub(" | ", tidy(answer))
        found = self.forbid.search(plain)
        return found and found.group()

    def names_food(self, answer):
        return bool(self.require.search(tidy(answer)))

    def good(self, answer):
        return self.forbidden(answer) is None and self.names_food(answer)


def tidy(text):
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def phrases(entries):
    longest_first = sorted(map(tidy, entries), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")


def main():
    words = WordList()
    pairs = [json.loads(line) for line in (HERE / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    flagged = [(words.forbidden(pair["good"]), pair["good"]) for pair in pairs if not words.good(pair["good"])]
    missed = [pair["bad"] for pair in pairs if words.forbidden(pair["bad"]) is None]
    for word, answer in flagged:
        print(f"good answer {'flagged for ' + word if word else 'names no food'}: {answer}")
    for answer in missed:
        print(f"bad answer not flagged: {answer}")
    right = sum(words.good(pair["good"]) and words.forbidden(pair["bad"]) is not None for pair in pairs)
    print(f"{right} of {len(pairs)} pairs right, {len(flagged)} good answers flagged")
    if right < 0.97 * len(pairs) or flagged:
        sys.exit(1)


if __name__ == "__main__":
    main()
